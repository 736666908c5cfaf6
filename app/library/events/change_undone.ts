import { BaseEvent } from '@adonisjs/core/events'
import type User from '#accounts/models/user'
import type { Open } from '#library/curation/changes'

/** Revisions are being taken back; who recorded fields the library does not know puts them back in the same transaction. */
export default class ChangeUndone extends BaseEvent {
  constructor(public undone: { open: Open; revisionIds: number[]; by: User }) {
    super()
  }
}
