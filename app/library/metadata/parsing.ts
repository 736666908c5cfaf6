import { Found } from '#library/metadata/found'
import { compact, fillIn, type SourcedFacts } from '#library/metadata/facts'
import { generators, orders, supplements } from '#library/metadata/parsers/registry'
import type { Chunk } from '#library/metadata/containers/container'
import type { Parser } from '#library/metadata/parsers/parser'

/** What a file's chunks say about how it was made. Also re-parses chunks that were kept. */
export function factsOf(chunks: Chunk[]): SourcedFacts {
  return factsFound(new Found(chunks))
}

export function factsFound(found: Found): SourcedFacts {
  const facts: SourcedFacts = { source: {} }
  for (const parser of orders) add(facts, parser, found)
  for (const parser of generators) {
    if (add(facts, parser, found)) break
  }
  for (const parser of supplements) add(facts, parser, found)
  return facts
}

function add(facts: SourcedFacts, parser: Parser, found: Found): boolean {
  const read = attempt(parser, found)
  if (!read) return false
  const { where, ...said } = read
  fillIn(facts, compact(said), where ? `${parser.name} (${where})` : parser.name)
  return true
}

/** A parser that stumbles over a hostile file is a parser that does not know it. */
function attempt(parser: Parser, found: Found) {
  try {
    return parser.read(found)
  } catch {
    return null
  }
}
