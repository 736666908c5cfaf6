import type User from '#accounts/models/user'
import type { Counter } from '#library/search/counters'
import type { SampleColumn } from '#library/search/sampling'
import type { Sql } from '#library/search/sql'
import type { FieldNode, Operator, Value } from '#library/search/tree'

/** Who asks, and what they should be told beside the answer. */
export interface Context {
  viewer: User
  /** What lies in the trash is wanted too; the counters do not know it. */
  trash: boolean
  hint(message: string): void
}

/**
 * What a term means: a condition on a row of assets (called `a`), and where
 * there is one, another way to it that does not begin at all assets.
 */
export interface Condition extends Sql {
  /** The same as a full-text expression, so that neighbours can become one. */
  match?: string
  /** The full-text expression that must not hold, where this is the opposite of one. */
  unwanted?: string
  driver?: Driver
  /** Says something of `a.position` alone, so that any driver can begin and end there. */
  span?: boolean
}

/** SQL that yields the `position` of everything that satisfies the condition; more can be added with AND. */
export interface Driver extends Sql {
  /** Comes newest first by itself. */
  ordered: boolean
  /** How many there are, where the counters know. */
  count?: number
  /** Some may be counted more than once: `count` is at most that many. */
  overlapping?: boolean
}

/** What a value offered after the colon may draw on: all under the rest of the query. */
export interface Offering {
  /** What stands after the colon so far, in lower case. */
  part: string
  viewer: User
  /** The values of a counter or a column, and how often they occur. */
  counts(of: Counter | SampleColumn): Promise<Offer[]>
}

export interface Offer {
  value: string
  count?: number
  help?: string
}

export interface Field {
  label: string
  /** One line for the list of fields. */
  help: string
  example: string
  /** Throws a sentence where the value cannot be understood. */
  check(value: Value, operator: Operator): void
  /** Values to choose from, the best first; without it the example is shown. */
  offer?(offering: Offering): Offer[] | Promise<Offer[]>
  build(node: FieldNode, context: Context): Condition | Promise<Condition>
}
