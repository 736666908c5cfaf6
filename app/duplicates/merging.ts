import { errors } from '@adonisjs/lucid'
import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type User from '#accounts/models/user'
import { inTransaction, items, type Change, type Open } from '#library/curation/changes'
import { trashAssets } from '#trash/trashing'
import { decide, pairsAmong } from '#duplicates/decisions'
import { performFileOperations } from '#duplicates/files/operations'
import { planLinks } from '#duplicates/files/linking'
import { planMoves } from '#duplicates/files/moving'
import { chunksOf } from '#duplicates/groups/chunks'
import { flushLog, log } from '#duplicates/log'
import { findMembers, type Member } from '#duplicates/members'
import { refuseUnlessAlike } from '#duplicates/merging/likeness'
import { lookAtFiles, type Looked } from '#duplicates/merging/looking'
import { refuseUnlessAllowed } from '#duplicates/merging/permission'
import { takeOver } from '#duplicates/merging/taking_over'
import { shownTo, unite, withholds, type Gains } from '#duplicates/merging/uniting'
import type { PresetName } from '#duplicates/presets'
import { duplicateSettings } from '#duplicates/settings'
import { failpoint } from '#core/failpoints'

/** What becomes of the others: into the trash, their files linked to the keeper's, moved elsewhere, or left. */
export const restWays = ['trash', 'link', 'move', 'keep'] as const
export type Rest = (typeof restWays)[number]

export interface MergeOrder {
  keeperId: number
  otherIds: number[]
  by: User
  rest: Rest
  /** The source folder that 'move' moves to. */
  folderId?: number
  /** How alike each must be to the keeper; the installation's preset where not given. */
  preset?: PresetName
  /** Whether everybody who sees the keeper may read what private ones say. */
  tellsPrivate?: boolean
}

/** A merge as it would be: what the keeper is now, and what it gains. */
export interface MergePreview {
  keeper: Member
  others: Member[]
  gains: Gains
  /** Whether what private ones say in tags and words is left out of it. */
  withheld: boolean
}

type Wanted = Pick<MergeOrder, 'keeperId' | 'otherIds' | 'by' | 'tellsPrivate'>

/** The record that would result, as this person sees it. Throws E_ROW_NOT_FOUND for what they do not see. */
export async function previewMerge(order: Wanted): Promise<MergePreview> {
  const merge = await prepare(order)
  return { ...merge, gains: shownTo(order.by, merge.gains) }
}

async function prepare(order: Wanted, client?: TransactionClientContract): Promise<MergePreview> {
  const ids = [...new Set([order.keeperId, ...order.otherIds])]
  const [keeper, ...others] = await findMembers(ids, order.by, client)
  if (others.length !== ids.length - 1 || !others.length) throw new errors.E_ROW_NOT_FOUND()
  return {
    ...{ keeper, others, gains: unite(keeper, others, order) },
    withheld: !order.tellsPrivate && withholds(keeper, others),
  }
}

export type Merged = Change & Pick<MergePreview, 'withheld'>

/**
 * Merges a group into one of it. All of it is there or nothing when this is committed, files
 * follow as journalled steps; `undoMerge` takes it back by its change id. Throws Refused where
 * somebody is no longer alike or may not be touched.
 */
export async function mergeGroup(order: MergeOrder): Promise<Merged> {
  const looked = await lookAtFiles(order)
  const change = await db.transaction((trx) => mergeWithin(trx, { ...order, looked }))
  await finishMerge(change.changeId)
  return change
}

type LookedAt = MergeOrder & { looked: Looked; changeId?: string }

/** The part in the database, for a transaction that holds more: `lookAtFiles` goes before it, `finishMerge` follows its commit. */
export async function mergeWithin(
  trx: TransactionClientContract,
  order: LookedAt
): Promise<Merged> {
  return inTransaction({ trx, changeId: order.changeId }, async (open) => {
    const merge = await prepare(order, trx)
    const settings = await duplicateSettings(trx)
    refuseUnlessAllowed(merge, order, settings)
    await refuseUnlessAlike(trx, merge, order.preset ?? settings.preset)
    await noteMerge(open, merge, order)
    await takeOver(open, merge, order.by)
    await failpoint('merge.after_union')
    await settleRest(open, merge, order)
    await failpoint('merge.before_commit')
    const { keeper, others, withheld } = merge
    const text = `Merged into “${keeper.fileName}”: ${items(others.length)}`
    return { changeId: open.changeId, count: others.length, text, withheld }
  })
}

/** What follows the commit. A crash before or within it is made up for by the next recovery. */
export async function finishMerge(changeId: string) {
  await failpoint('merge.after_commit')
  await performFileOperations(changeId)
  await flushLog()
}

async function settleRest(open: Open, { keeper, others }: MergePreview, order: LookedAt) {
  const { trx, changeId } = open
  const { by, rest, folderId, looked } = order
  if (rest === 'trash') {
    const reason = `Duplicate of “${keeper.fileName}”`
    await trashAssets({ assetIds: others.map(({ id }) => id), by, reason, trx, changeId })
    return
  }
  const pairs = pairsAmong([keeper, ...others].map(({ id }) => id))
  await decide({ pairs, verdict: 'variants', by, trx, changeId })
  if (rest === 'link') await planLinks(open, { keeper, others, by })
  if (rest === 'move') await planMoves(open, { members: others, ...looked, folderId, by })
}

/** The row that undo begins with, the histories of the items, and the log. */
async function noteMerge(open: Open, { keeper, others }: MergePreview, { by, rest }: MergeOrder) {
  const { trx, changeId, now } = open
  await trx.table('duplicate_merges').insert({
    change_id: changeId,
    keeper_id: keeper.id,
    user_id: by.id,
    body: JSON.stringify({ rest, others: others.map(({ id }) => id) }),
    created_at: now,
  })
  const revision = { change_id: changeId, user_id: by.id, field: 'merged', created_at: now }
  for (const some of chunksOf(others)) {
    await trx.table('revisions').multiInsert(
      some.map(({ id, fileName, audience }) => ({
        ...revision,
        asset_id: keeper.id,
        before: null,
        /** Everybody who sees the keeper reads its history. */
        after: audience === keeper.audience ? `${fileName} (${id})` : `a private item (${id})`,
      }))
    )
  }
  const entry = { who: by.id, change: changeId, result: 'done' }
  await log(trx, [
    {
      ...entry,
      what: 'merge',
      asset: keeper.id,
      sha256: keeper.sha256,
      others: others.map(({ sha256 }) => sha256),
      to: keeper.path,
    },
    ...(rest !== 'trash'
      ? []
      : others.map(({ id, sha256, path }) => ({
          ...entry,
          what: 'trash' as const,
          asset: id,
          sha256,
          others: [keeper.sha256],
          from: path,
          to: 'trash',
        }))),
  ])
}
