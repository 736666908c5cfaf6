import { readDataUri } from '#studio/providers/data_uris'
import type { Json, RemoteOutput } from '#studio/providers/shapes'

/**
 * Every `{url: …}` of a result, in its order, whatever the model calls it:
 * images, video, audio_file. What the safety checker blackened is withheld.
 */
export function falOutputs(result: Record<string, Json>): RemoteOutput[] {
  const blackened = Array.isArray(result.has_nsfw_concepts) ? result.has_nsfw_concepts : []
  const seed = typeof result.seed === 'number' || typeof result.seed === 'string' ? result.seed : ''

  return filesIn(result).map((file, index) => ({
    source: sourceOf(String(file.url)),
    ...(typeof file.content_type === 'string' && { mime: file.content_type }),
    ...(seed !== '' && { seed: String(seed) }),
    ...(blackened[index] === true && { blocked: 'The safety checker of the model withheld it.' }),
  }))
}

/** A model asked to answer at once (`sync_mode`) sends the bytes themselves. */
function sourceOf(url: string): RemoteOutput['source'] {
  const inline = readDataUri(url)
  return inline ? { bytes: inline.bytes } : { url, authorized: false }
}

function filesIn(value: Json): { [key: string]: Json }[] {
  if (Array.isArray(value)) return value.flatMap(filesIn)
  if (value === null || typeof value !== 'object') return []
  if (typeof value.url === 'string') return [value]
  return Object.values(value).flatMap(filesIn)
}
