import { decodeText } from '#library/metadata/decoding'
import { plainFacts } from '#library/metadata/plain_facts'
import { isObject, text } from '#library/metadata/values'
import type { Found } from '#library/metadata/found'
import type { Parser } from '#library/metadata/parsers/parser'

/** The chunk that tells how a picture was ordered, and the keyword of the same text inside of a file. */
export const recipeChunk = { container: 'studio', keyword: 'atelier' } as const

/** What this program ordered: all it was made from, in words of our own, kept beside the file or embedded in it. */
export const studio: Parser = {
  name: 'studio',
  read(found) {
    const value = found.json(recipeIn(found))
    if (!isObject(value)) return null
    const { negativeTemplate, mode, ...rest } = value
    const said = {
      negativeTemplate: text(negativeTemplate),
      mode: text(mode),
      model: text(value.model),
    }
    return { ...plainFacts(rest), ...said, ai: true }
  },
}

function recipeIn(found: Found): string | undefined {
  const beside = found.chunks.find(({ container }) => container === recipeChunk.container)
  return beside ? decodeText(beside.body) : found.text(recipeChunk.keyword)
}
