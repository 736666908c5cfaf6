import { Exception } from '@adonisjs/core/exceptions'

/** What was asked for cannot be done, and nothing was changed; the message says why and what would help. */
export class OrderRefused extends Exception {
  static status = 422
  static code = 'E_ORDER_REFUSED'

  /** `fields`: what is wrong at which field of the form. */
  constructor(
    message: string,
    readonly fields: { name: string; message: string }[] = []
  ) {
    super(message)
  }
}

/** Two windows had the same draft, or one sent it twice. */
export class AlreadyPlaced extends OrderRefused {
  static code = 'E_ALREADY_PLACED'

  constructor(readonly orderId: number) {
    super('This order is placed and stays as it is. Clone it to order something else.')
  }
}

/** Many pictures at once; money beyond a budget; what was perhaps billed before: each is meant by itself. */
export const questions = ['count', 'budget', 'billing'] as const
export type Question = (typeof questions)[number]

/** What a person has said that they mean. */
export type Confirmed = Partial<Record<Question, boolean>>

/** It can be done by somebody who says that they mean it. */
export class NeedsConfirmation extends OrderRefused {
  static code = 'E_NEEDS_CONFIRMATION'

  constructor(
    readonly question: Question,
    message: string
  ) {
    super(message)
  }
}
