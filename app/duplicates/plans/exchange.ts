import vine from '@vinejs/vine'
import db from '@adonisjs/lucid/services/db'
import type User from '#accounts/models/user'
import { keeperRuleNames } from '#duplicates/keeper'
import { restWays } from '#duplicates/merging'
import { deletePlan, plannedGroups, type Plan, type PlanTerms } from '#duplicates/plans'
import { insertGroups, insertPlan, planMade } from '#duplicates/plans/making'
import type { PlannedGroup } from '#duplicates/plans/planning'
import { piecesOf } from '#duplicates/plans/reading'
import { presetNames } from '#duplicates/presets'

const format = 'atelier-duplicates-plan-1'

/** So many groups are read or written at once, so that nobody else waits. */
const pageSize = 500

/** A plan as a file to keep: JSON, with each item as it was when the plan was made. A page of it at a time. */
export async function* exportPlan({ id, terms, createdAt }: Plan): AsyncIterable<string> {
  const head = JSON.stringify({ format, createdAt, terms }).slice(0, -1)
  yield `${head},"groups":[`
  let comma = ''
  for (let after: number | null = 0; after !== null;) {
    const page: Awaited<ReturnType<typeof plannedGroups>> = await plannedGroups(id, {
      after,
      limit: pageSize,
    })
    for (const { keeper, reason, others, staying, bytes } of page.groups) {
      yield `${comma}${JSON.stringify({ keeper, reason, others, staying, bytes })}`
      comma = ','
    }
    after = page.next
  }
  yield ']}'
}

/**
 * Takes a saved plan in as a new one of this person. Whoever wrote it, applying it does no more
 * than they may do by hand, and only to items that are as the plan says. Throws SyntaxError or
 * E_VALIDATION_ERROR where it is none, and then leaves nothing of it.
 */
export async function importPlan(text: AsyncIterable<string>, by: User): Promise<number> {
  const pieces = piecesOf(text)
  try {
    const { value: head } = await pieces.next()
    const { terms } = await headValidator.validate(head)
    return await makePlan(terms, pieces, by)
  } finally {
    /** Closes the file, also where no more than its head was read. */
    await pieces.return(undefined)
  }
}

async function makePlan(terms: PlanTerms, groups: AsyncIterable<unknown>, by: User) {
  const id = await insertPlan(terms, by)
  try {
    await takeIn(id, groups)
  } catch (error) {
    await deletePlan({ planId: id, by })
    throw error
  }
  await planMade(id)
  return id
}

async function takeIn(id: number, groups: AsyncIterable<unknown>) {
  let page: PlannedGroup[] = []
  const save = async () => {
    await db.transaction((trx) => insertGroups(trx, id, page))
    page = []
  }
  for await (const group of groups) {
    if (page.push(await groupValidator.validate(group)) === pageSize) await save()
  }
  await save()
}

const whole = () => vine.number().withoutDecimals().min(0)
const text = () => vine.string().maxLength(1_000)

const item = () =>
  vine.object({
    id: whole(),
    fileName: text(),
    sha256: vine.string().regex(/^[0-9a-f]{64}$/),
    size: whole(),
    modifiedAt: vine.number(),
    version: whole(),
  })

const headValidator = vine.create({
  format: vine.literal(format),
  terms: vine.object({
    rules: vine
      .array(
        vine.object({
          name: vine.enum(keeperRuleNames),
          folders: vine.array(text()).maxLength(100).optional(),
          formats: vine.array(text()).maxLength(100).optional(),
        })
      )
      .maxLength(keeperRuleNames.length),
    rest: vine.enum(restWays),
    folderId: whole().optional(),
    preset: vine.enum(presetNames),
  }),
  groups: vine.array(vine.any()),
})

const groupValidator = vine.create(
  vine.object({
    keeper: item(),
    reason: vine.enum([...keeperRuleNames, 'locked', 'path'] as const),
    others: vine.array(item()).minLength(1).maxLength(1_000),
    staying: vine.array(item()).maxLength(1_000),
    bytes: whole(),
  })
)
