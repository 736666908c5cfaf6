import { BaseEvent } from '@adonisjs/core/events'

/** A session was ended from elsewhere: what it still streams has to stop. */
export default class SessionEnded extends BaseEvent {
  constructor(readonly sessionId: string) {
    super()
  }
}
