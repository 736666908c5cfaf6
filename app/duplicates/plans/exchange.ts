import vine from '@vinejs/vine'
import db from '@adonisjs/lucid/services/db'
import type User from '#accounts/models/user'
import { keeperRuleNames } from '#duplicates/keeper'
import { chunksOf } from '#duplicates/groups/chunks'
import { restWays } from '#duplicates/merging'
import { deletePlan, plannedGroups, type Plan } from '#duplicates/plans'
import { insertGroups, insertPlan, planMade } from '#duplicates/plans/making'
import { presetNames } from '#duplicates/presets'

const format = 'atelier-duplicates-plan-1'

/** So many groups are read, checked or written at once, so that nobody else waits. */
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
 * than they may do by hand, and only to items that are as the plan says.
 */
export async function importPlan(json: unknown, by: User): Promise<number> {
  const { terms, groups } = await planFileValidator.validate(json)
  const id = await insertPlan(terms, by)
  try {
    for (const some of chunksOf(groups, pageSize)) {
      const page = await groupsValidator.validate(some)
      await db.transaction((trx) => insertGroups(trx, id, page))
    }
  } catch (error) {
    await deletePlan({ planId: id, by })
    throw error
  }
  await planMade(id)
  return id
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

const planFileValidator = vine.create({
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
  groups: vine.array(vine.any()).maxLength(100_000),
})

const groupsValidator = vine.create(
  vine.array(
    vine.object({
      keeper: item(),
      reason: vine.enum([...keeperRuleNames, 'path'] as const),
      others: vine.array(item()).minLength(1).maxLength(1_000),
      staying: vine.array(item()).maxLength(1_000),
      bytes: whole(),
    })
  )
)
