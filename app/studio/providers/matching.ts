import { isKeptFile, isSameFile } from '#studio/providers/data_uris'
import type { Json } from '#studio/providers/shapes'

/**
 * Whether `input`, as a provider lists it, holds everything of what was sent; it may have filled in
 * defaults. Of a file that travelled inside only the hash was kept.
 */
export function holds(input: Json | undefined, sent: Json): boolean {
  if (sent === null || typeof sent !== 'object') return input === sent
  if (isKeptFile(sent)) return isSameFile(input, sent)
  if (input === null || typeof input !== 'object') return false
  if (Array.isArray(sent) || Array.isArray(input))
    return (
      Array.isArray(sent) &&
      Array.isArray(input) &&
      sent.length === input.length &&
      sent.every((value, index) => holds(input[index], value))
    )
  return Object.entries(sent).every(([name, value]) => holds(input[name], value))
}
