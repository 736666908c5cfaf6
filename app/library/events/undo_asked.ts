import { BaseEvent } from '@adonisjs/core/events'
import type User from '#accounts/models/user'
import type { Undone } from '#library/curation/undoing'

/** Somebody wants a change taken back; who did more in it than the library knows takes all of it back and says so in `undone`. */
export default class UndoAsked extends BaseEvent {
  constructor(public asked: { changeId: string; by: User; undone?: Undone }) {
    super()
  }
}
