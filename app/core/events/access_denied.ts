import { BaseEvent } from '@adonisjs/core/events'

/** Somebody who is known asked for what they may not do. */
export default class AccessDenied extends BaseEvent {
  constructor(
    public denied: { by: { id: number; email: string }; route: string; ip: string; why: string }
  ) {
    super()
  }
}
