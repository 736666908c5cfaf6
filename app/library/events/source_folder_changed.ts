import { BaseEvent } from '@adonisjs/core/events'

/** Where the files of this source folder lie, or what may be done to them, is otherwise now. */
export default class SourceFolderChanged extends BaseEvent {
  constructor(public folder: { id: number }) {
    super()
  }
}
