import { openAssets } from '#library/seeing'
import { errors } from '@adonisjs/lucid'
import db from '@adonisjs/lucid/services/db'
import type { Notice } from '#core/htmx'
import type User from '#accounts/models/user'
import { items } from '#library/curation/changes'
import { places, rows, sql } from '#library/search/sql'
import { groupUrl, groupsUrl } from '#duplicates/addresses'
import {
  decide,
  pairsAmong,
  pairsBetween,
  undoDecisions,
  type Verdict,
} from '#duplicates/decisions'
import { findMembers } from '#duplicates/members'
import { finishMerge, mergeWithin, previewMerge, type Rest } from '#duplicates/merging'
import { alikeAmong } from '#duplicates/merging/likeness'
import { lookAtFiles } from '#duplicates/merging/looking'
import { recordAfter } from '#duplicates/merging/record'
import type { PresetName } from '#duplicates/presets'
import { postpone, takeUpAgain } from '#duplicates/postponing'
import { Refused } from '#duplicates/refusing'
import { findGroup, neighbouringGroups, type GroupFilters } from '#duplicates/review_queue'
import { saveDuplicatePreferences } from '#duplicates/settings'
import { undoMerge } from '#duplicates/undoing'

interface Asked {
  id: number
  by: User
  /** What the page showed: nothing else is decided about. */
  memberIds: number[]
  filters: Partial<GroupFilters>
}

/** What was done, with the way back, and the address of the group that comes next. */
export interface Outcome {
  notice: Notice
  nextUrl: string
}

/**
 * Says of a whole group, or of the selected against the others, that they are no duplicates or
 * are variants. Throws E_ROW_NOT_FOUND for a group this person does not see.
 */
export async function decideGroup(
  asked: Asked & { verdict: Verdict; selected?: number[] }
): Promise<Outcome> {
  const { memberIds, nextUrl } = await openGroup(asked)
  const { verdict, selected, by } = asked
  const pairs = selected
    ? pairsBetween(among(selected, memberIds), without(memberIds, selected))
    : pairsAmong(memberIds)
  if (!pairs.length) {
    throw new Refused('Mark some of them with “Keep too”, and leave others unmarked.')
  }
  const { changeId } = await decide({ pairs, verdict, by })
  const text = verdict === 'different' ? 'Not duplicates.' : 'Kept as variants of each other.'
  return { notice: { text, ...undo(changeId) }, nextUrl }
}

/** Puts a group off for this person, until something new is in it. */
export async function postponeGroup(asked: Asked): Promise<Outcome> {
  const { memberIds, nextUrl } = await openGroup(asked)
  await postpone({ assetIds: memberIds, by: asked.by })
  return { notice: { text: 'Put off. It is under “Put off for later”.' }, nextUrl }
}

/** Shows this person a group again that they had put off. */
export async function takeUpGroup(asked: Asked): Promise<Outcome> {
  const { memberIds, nextUrl } = await openGroup(asked)
  await takeUpAgain({ assetIds: memberIds, by: asked.by })
  return { notice: { text: 'It is among the others again.' }, nextUrl }
}

export interface Choice {
  keeperId: number
  /** These stay as well, and are not asked about again. */
  keptIds: number[]
  rest: Rest
  folderId?: number
  tellsPrivate?: boolean
}

/** Merges what is not kept into the keeper and remembers the kept ones as its variants. */
export async function mergeChoice(asked: Asked & Choice): Promise<Outcome> {
  const { group, memberIds, nextUrl } = await openGroup(asked)
  const { by, rest, folderId, tellsPrivate } = asked
  const { keeperId, otherIds: wanted, keptIds } = sides(memberIds, asked)
  const otherIds = await alikeIds(wanted, keeperId, { by, preset: group.preset })
  const order = { keeperId, otherIds, by, rest, folderId, tellsPrivate, preset: group.preset }
  const looked = await lookAtFiles(order)
  const { changeId, withheld } = await db.transaction(async (trx) => {
    const change = await mergeWithin(trx, { ...order, looked })
    const pairs = pairsAmong([keeperId, ...keptIds])
    if (keptIds.length) {
      await decide({ pairs, verdict: 'variants', by, trx, changeId: change.changeId })
    }
    return change
  })
  await finishMerge(changeId)
  if (rest === 'trash' || rest === 'keep') {
    await saveDuplicatePreferences(by, { trashRest: rest === 'trash' })
  }
  const staying = wanted.length - otherIds.length
  const text = [
    `${items(otherIds.length)} merged into the keeper.`,
    staying ? `${items(staying)} stayed: not alike enough to it.` : '',
    withheld ? 'What private ones say was left out.' : '',
  ]
  return { notice: { text: text.filter(Boolean).join(' '), ...undo(changeId) }, nextUrl }
}

/** Takes back what one decision did: a merge with its files, or a verdict about pairs. */
export async function undoDecision(asked: {
  changeId: string
  by: User
}): Promise<{ text: string }> {
  const merge = await db.from('duplicate_merges').where('change_id', asked.changeId).first()
  if (merge) return undoMerge(asked)
  const count = await undoDecisions(asked)
  return { text: count ? 'Undone: they are shown again.' : 'There was nothing left to undo.' }
}

/** The record that would result, for the same form. */
export async function previewChoice(asked: Asked & Pick<Choice, 'keeperId' | 'keptIds'>) {
  const { group, memberIds } = await openGroup(asked)
  const { keeperId, otherIds } = sides(memberIds, asked)
  const order = { keeperId, otherIds, by: asked.by }
  const preview = await previewMerge(order)
  const told = await previewMerge({ ...order, tellsPrivate: true })
  const record = recordAfter(preview, asked.by)
  const isPrivate = ({ text }: { text: string }) => !record.some((line) => line.text === text)
  return {
    ...{ group, ...preview, record },
    withheld: preview.withheld ? recordAfter(told, asked.by).filter(isPrivate) : [],
  }
}

/** Those that are directly alike to the keeper; the rest of a group hangs together by others. */
async function alikeIds(
  ids: number[],
  keeperId: number,
  { by, preset }: { by: User; preset: PresetName }
) {
  const [keeper, ...others] = await findMembers([keeperId, ...ids], by)
  const found = await alikeAmong(db.connection(), { keeper, others }, preset)
  if (found.length) return found.map(({ id }) => id)
  throw new Refused('None of them is alike enough to this keeper. Choose another one.')
}

function sides(memberIds: number[], { keeperId, keptIds }: Pick<Choice, 'keeperId' | 'keptIds'>) {
  if (!memberIds.includes(keeperId)) {
    throw new Refused('The keeper is no longer in this group. Choose another one.')
  }
  const kept = without(among(keptIds, memberIds), [keeperId])
  const otherIds = without(memberIds, [keeperId, ...kept])
  if (!otherIds.length) {
    throw new Refused('All of them are kept: there is nothing to merge. “Variants” keeps them all.')
  }
  return { keeperId, keptIds: kept, otherIds }
}

const among = (ids: number[], all: number[]) => ids.filter((id) => all.includes(id))
const without = (ids: number[], gone: number[]) => ids.filter((id) => !gone.includes(id))

const undo = (changeId: string) => ({
  undo: { url: `/duplicates/changes/${changeId}?_method=DELETE`, fields: {} },
})

/** The group, those of its members that the page showed and that still are in it, and where to go next. */
async function openGroup({ id, by, filters, memberIds: shown }: Asked) {
  const group = await findGroup(id, by)
  if (!group) throw new errors.E_ROW_NOT_FOUND()
  const narrowed = { ...filters, preset: filters.preset ?? group.preset }
  const open = openAssets(by)
  const [near, members] = await Promise.all([
    neighbouringGroups(group, { filters: narrowed, viewer: by }),
    rows<{ id: number }>(
      sql(
        `SELECT a.id FROM duplicate_group_members gm JOIN assets a ON a.id = gm.asset_id
         WHERE gm.group_id = ? AND a.deleted_at IS NULL AND ${open.sql}
           AND a.id IN (${places(shown)})`,
        id,
        ...open.bindings,
        ...shown
      )
    ),
  ])
  const nextUrl = near.next ? groupUrl(near.next, narrowed) : groupsUrl(narrowed)
  return { group, memberIds: members.map((member) => member.id), nextUrl }
}
