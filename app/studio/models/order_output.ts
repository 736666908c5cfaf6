import { OrderOutputSchema } from '#database/schema'

/** One picture (or film, or sound) of an attempt, until it lies in the library. */
export default class OrderOutput extends OrderOutputSchema {
  declare state: 'waiting' | 'stored' | 'failed'
}
