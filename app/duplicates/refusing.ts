import { Exception } from '@adonisjs/core/exceptions'

/** What was asked for cannot be done, and nothing was changed; the message says why and what would help. */
export class Refused extends Exception {
  static status = 422
  static code = 'E_DUPLICATES_REFUSED'
}
