import { AuthorizationResponse } from '@adonisjs/bouncer'
import { Exception } from '@adonisjs/core/exceptions'
import type User from '#accounts/models/user'
import type Asset from '#library/models/asset'
import type Collection from '#library/models/collection'
import { isAssetShared, isCollectionShared, isOpen } from '#library/sharing/people'

/**
 * What a person may do with an item or a collection, were it not locked. A role is the ceiling:
 * viewers change nothing, whatever was shared with them. `#library/seeing` says the same of many
 * items, in SQL.
 */
export interface Rights {
  see: boolean
  /** Its words and, of a collection, what is in it. */
  edit: boolean
  /** To put away, replace, merge and collect: of what everybody here sees, and one's own. */
  manage: boolean
  /** Who else sees it, and locking it. */
  own: boolean
  /** It was shared with them to edit. */
  invited: boolean
}

export async function rightsOnAsset(user: User, asset: Asset) {
  return rightsOn(user, asset, (right) => isAssetShared(asset, user, right))
}

export async function rightsOnCollection(user: User, collection: Collection) {
  return rightsOn(user, collection, (right) => isCollectionShared(collection, user, right))
}

/** How a locked item or collection says so. */
export const lockedSentence =
  'It is locked: nothing was changed. Whoever it belongs to, or an administrator, can unlock it.'

/** For policies: whoever may is told that it is locked, and whoever may not learns nothing of it. */
export function unlessLocked({ lockedAt }: Asset | Collection, allowed: boolean) {
  return allowed && lockedAt ? AuthorizationResponse.deny(lockedSentence, 423) : allowed
}

/** It was locked by the time something was to change it. */
export class Locked extends Exception {
  static status = 423
  static code = 'E_LOCKED'
  static message = lockedSentence
}

async function rightsOn(
  user: User,
  thing: Asset | Collection,
  isShared: (right?: { toEdit: boolean }) => Promise<boolean>
): Promise<Rights> {
  const open = isOpen(user, thing)
  const manage = user.canEdit && open
  const invited = user.canEdit && (await isShared({ toEdit: true }))
  const own = manage && (thing.ownerId === user.id || user.isAdmin)
  return { see: open || (await isShared()), edit: manage || invited, manage, own, invited }
}
