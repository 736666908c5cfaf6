import { randomUUID } from 'node:crypto'
import type User from '#accounts/models/user'
import { pageSize } from '#library/curation/bulk'
import type { Change } from '#library/curation/changes'
import { assetIds } from '#library/search/searching'
import type { Selection } from '#library/gallery/selection'
import { startRun } from '#queue/runs'
import { restoreAssets } from '#trash/restoring'
import { trashAssets } from '#trash/trashing'

export type Verb = 'trash' | 'restore'

/**
 * Puts a selection into the trash or takes it out: at once up to five hundred
 * items, beyond that as a job run, whose change can be undone by its id.
 */
export async function changeTrash(asked: {
  verb: Verb
  selection: Selection
  by: User
}): Promise<Change & { ids: number[] }> {
  const { verb, selection, by } = asked
  const ids = await chosenIds(selection, by)
  if (ids.length <= pageSize) return { ...(await changeIn(verb, { assetIds: ids, by })), ids }
  const changeId = randomUUID()
  const title = verb === 'trash' ? 'Move to the trash' : 'Restore from the trash'
  const payload = { ...selection, verb, changeId }
  await startRun({ kind: 'trash.change_assets', title, user: by, payload })
  const text = 'More than 500 items: this goes on in the background. Jobs shows how far it is.'
  return { changeId, count: 0, text, ids: [] }
}

export function changeIn(verb: Verb, action: Parameters<typeof restoreAssets>[0]) {
  return verb === 'trash' ? trashAssets({ ...action, reason: null }) : restoreAssets(action)
}

async function chosenIds(selection: Selection, viewer: User) {
  if ('ids' in selection) return selection.ids
  const { ids } = await assetIds({ q: selection.q, viewer, limit: pageSize + 1 })
  return ids
}
