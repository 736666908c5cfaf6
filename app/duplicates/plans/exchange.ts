import vine from '@vinejs/vine'
import db from '@adonisjs/lucid/services/db'
import type User from '#accounts/models/user'
import { keeperRuleNames } from '#duplicates/keeper'
import { previewMerge, restWays } from '#duplicates/merging'
import type { Gains } from '#duplicates/merging/uniting'
import { insertGroups, insertPlan, planMade, plannedGroups, type Plan } from '#duplicates/plans'
import type { PlannedGroup } from '#duplicates/plans/planning'
import { presetNames } from '#duplicates/presets'

const format = 'atelier-duplicates-plan-1'

/** A plan as a file to keep: JSON, with each item as it was when the plan was made. */
export async function exportPlan({ id, terms, createdAt }: Plan) {
  const { groups } = await plannedGroups(id, { limit: Number.MAX_SAFE_INTEGER - 1 })
  const bare = groups.map(({ keeper, reason, others, staying, bytes }) => ({
    ...{ keeper, reason, others, staying, bytes },
  }))
  return { format, createdAt, terms, groups: bare }
}

/**
 * Takes a saved plan in as a new one of this person. Whoever wrote it, applying it does no more
 * than they may do by hand, and only to items that are as the plan says.
 */
export async function importPlan(json: unknown, by: User): Promise<number> {
  const { terms, groups } = await planFileValidator.validate(json)
  const id = await insertPlan(terms, by)
  const bodies: PlannedGroup[] = []
  for (const group of groups) bodies.push({ ...group, gains: await gainsOf(group, by) })
  await db.transaction((trx) => insertGroups(trx, id, bodies))
  await planMade(id)
  return id
}

/** As things are now; nothing where the items are not all there, which applying will say. */
async function gainsOf(group: Pick<PlannedGroup, 'keeper' | 'others'>, by: User): Promise<Gains> {
  const [keeperId, ...otherIds] = [group.keeper, ...group.others].map(({ id }) => id)
  const preview = await previewMerge({ keeperId, otherIds, by }).catch(() => null)
  return preview?.gains ?? { tags: [], collections: [], marks: [], words: {} }
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
  groups: vine
    .array(
      vine.object({
        keeper: item(),
        reason: vine.enum([...keeperRuleNames, 'path'] as const),
        others: vine.array(item()).minLength(1).maxLength(1_000),
        staying: vine.array(item()).maxLength(1_000),
        bytes: whole(),
      })
    )
    .maxLength(100_000),
})
