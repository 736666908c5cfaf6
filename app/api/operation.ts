import type { VineValidator } from '@vinejs/vine'
import type { Scope } from '#accounts/api_keys'

export type JsonSchema = Record<string, unknown>

/**
 * What one route of the API does: which scope a key needs for it, what it takes and what
 * it answers. Keys are checked, and the OpenAPI document is made, from nothing else.
 */
export interface Operation {
  summary: string
  scope: Scope
  query?: VineValidator<any, any>
  body?: VineValidator<any, any>
  /** Takes files as multipart/form-data, beside the fields of `body`. */
  files?: string
  /** The answer's schema; a media type for what is no JSON; null for an empty answer. */
  answer: JsonSchema | string | null
  /** 200 unless said. */
  status?: number
  /** Costs the machine much: fewer of them a minute. */
  heavy?: boolean
}

/** The wildcard types of the validators do not matter to who reads their schemas. */
export const operations = <Name extends string>(table: Record<Name, Operation>) => table
