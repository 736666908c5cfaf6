import { text } from '#library/metadata/values'
import type { Parser } from '#library/metadata/parsers/parser'

/** A text beside the picture that is no generator's: a caption, kept as the prompt. */
export const caption: Parser = {
  name: 'caption',
  read(found) {
    const written = text(found.text('.txt'))
    return written && written.length <= 20_000 ? { prompt: written, where: 'sidecar .txt' } : null
  },
}
