import type User from '#accounts/models/user'
import type { Change } from '#library/curation/changes'
import { collectAssets, collectionIdOf, uncollectAssets } from '#library/curation/collecting'
import { editAsset, revertField } from '#library/curation/editing'
import { isFieldName } from '#library/curation/fields'
import { favoriteAssets, rateAssets } from '#library/curation/marking'
import { shareAssets } from '#library/curation/sharing'
import { tagAssets, untagAssets } from '#library/curation/tagging'
import { UndoRefused } from '#library/curation/merging'
import type { Visibility } from '#library/models/asset'

/**
 * Puts one field of one asset back to what it was before a revision, whatever
 * happened to it since. It is an edit like any other, with its own undo.
 */
export async function revertRevision(revision: any, by: User): Promise<Change> {
  const { asset_id: assetId, field, before, after } = revision
  const action = { assetIds: [assetId], by }
  if (isFieldName(field)) {
    if (before === null) return revertField({ assetId, field, by })
    return editAsset({ assetId, by, values: { [field]: JSON.parse(before) } })
  }
  if (field === 'rating' && revision.user_id === by.id) {
    return rateAssets({ ...action, rating: before === null ? null : Number(before) })
  }
  if (field === 'favorite' && revision.user_id === by.id) {
    return favoriteAssets({ ...action, favorite: before !== null })
  }
  if (field.startsWith('tag:')) {
    return before === null
      ? untagAssets({ ...action, names: [after] })
      : tagAssets({ ...action, names: [before] })
  }
  const collectionId = collectionIdOf(field)
  if (collectionId !== null) {
    const change = before === null ? uncollectAssets : collectAssets
    return change({ ...action, collectionId })
  }
  if (field === 'visibility') return shareAssets({ ...action, visibility: before as Visibility })
  throw new UndoRefused('This cannot be put back from here.')
}
