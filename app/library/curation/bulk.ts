import { collectAssets, uncollectAssets } from '#library/curation/collecting'
import { favoriteAssets, rateAssets } from '#library/curation/marking'
import { shareAssets } from '#library/curation/sharing'
import { tagAssets, untagAssets } from '#library/curation/tagging'
import type { Action, AssetChange, Change } from '#library/curation/changes'

/** Does one thing to the assets of a list; the list holds at most `pageSize` of them. */
export function changeAssets({
  change,
  ...action
}: Action & { change: AssetChange }): Promise<Change> {
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
  }
}

/** How many assets are changed within one request, and within one step of a run. */
export const pageSize = 500
