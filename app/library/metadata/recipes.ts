import { fillIn, type SourcedFacts } from '#library/metadata/facts'
import { factsOf } from '#library/metadata/parsing'
import { recipeChunk } from '#library/metadata/parsers/studio'
import type { FileMetadata } from '#library/metadata/file_metadata'

/**
 * The file with what is known of how it was ordered, as a chunk that is read like those in the
 * file and before them. `recipe` is a flat object in the words of a side file.
 */
export function withRecipe(file: FileMetadata, recipe: Record<string, unknown>): FileMetadata {
  const chunk = { ...recipeChunk, body: Buffer.from(JSON.stringify(recipe)) }
  const facts = factsOf([chunk])
  for (const [field, value] of Object.entries(file.facts)) {
    if (field === 'source') continue
    const source = file.facts.source[field as keyof SourcedFacts['source']]
    fillIn(facts, { [field]: value }, source ?? 'file')
  }
  return {
    ...file,
    facts,
    ai: true,
    hasWorkflow: file.hasWorkflow,
    capturedAt: file.capturedAt ?? facts.capturedAt ?? null,
    capturedSource: file.capturedSource ?? (facts.capturedAt ? 'metadata' : null),
    chunks: [...file.chunks, chunk],
  }
}
