import { plainFacts } from '#library/metadata/plain_facts'
import type { Parser } from '#library/metadata/parsers/parser'

const ours = new Set(['.json', '.yaml', '.library'])

/**
 * An entry of a previous library, or any flat side file: an object with
 * prompt or prompt_text, ai_model or model, notes, rating, tags, captured_at …
 */
export const libraryJson: Parser = {
  name: 'side-file',
  read(found) {
    for (const { value, where, keyword } of found.objects()) {
      if (!ours.has(keyword)) continue
      const facts = plainFacts(value)
      const { extra, generatedWidth, generatedHeight, ...said } = facts
      if (!Object.keys(said).length) continue
      return { ...facts, ai: facts.prompt || facts.model || facts.seed ? true : undefined, where }
    }
    return null
  },
}
