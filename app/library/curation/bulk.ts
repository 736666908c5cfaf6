import { collectAssets, uncollectAssets } from '#library/curation/collecting'
import { favoriteAssets, rateAssets } from '#library/curation/marking'
import { shareAssets } from '#library/curation/sharing'
import { tagAssets, untagAssets } from '#library/curation/tagging'
import {
  countLeft,
  inTransaction,
  leftInWords,
  type Action,
  type AssetChange,
  type Change,
} from '#library/curation/changes'
import type User from '#accounts/models/user'
import { lockAssets } from '#library/curation/locking'
import type { Sql } from '#library/search/sql'
import { editableUnlocked, openAssets, ownAssets, ownUnlocked, seenAssets } from '#library/seeing'

/** Does one thing to the assets of a list and says how many stay as they are; the list holds at most `pageSize` of them. */
export function changeAssets({
  change,
  ...action
}: Action & { change: AssetChange }): Promise<Change> {
  return inTransaction(action, async (open) => {
    const left = await countLeft(open, action, touchable[change.verb](action.by))
    const { trx, changeId } = open
    const done = await perform(change, { ...action, trx, changeId })
    return { ...done, text: done.text + leftInWords(left) }
  })
}

const touchable: Record<AssetChange['verb'], (by: User) => Sql> = {
  rate: (by) => seenAssets(by),
  favorite: (by) => seenAssets(by),
  tag: (by) => editableUnlocked(by),
  untag: (by) => editableUnlocked(by),
  collect: (by) => openAssets(by),
  uncollect: (by) => seenAssets(by),
  set_visibility: (by) => ownUnlocked(by),
  lock: (by) => ownAssets(by),
  unlock: (by) => ownAssets(by),
}

function perform(change: AssetChange, action: Action): Promise<Change> {
  switch (change.verb) {
    case 'rate':
      return rateAssets({ ...action, rating: change.rating })
    case 'favorite':
      return favoriteAssets({ ...action, favorite: change.favorite })
    case 'tag':
      return tagAssets({ ...action, names: change.names })
    case 'untag':
      return untagAssets({ ...action, names: change.names })
    case 'collect':
      return collectAssets({ ...action, collectionId: change.collectionId })
    case 'uncollect':
      return uncollectAssets({ ...action, collectionId: change.collectionId })
    case 'set_visibility':
      return shareAssets({ ...action, visibility: change.visibility })
    case 'lock':
    case 'unlock':
      return lockAssets({ ...action, lock: change.verb === 'lock' })
  }
}

/** How many assets are changed within one request, and within one step of a run. */
export const pageSize = 500
