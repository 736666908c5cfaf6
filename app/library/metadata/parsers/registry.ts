import { a1111 } from '#library/metadata/parsers/a1111'
import type { Parser } from '#library/metadata/parsers/parser'

/**
 * The order decides: formats with unmistakable marks come before those that
 * share a chunk with others. The first that knows the file names the generator.
 */
export const generators: Parser[] = [a1111]

/** These add what the generator did not say. */
export const supplements: Parser[] = []
