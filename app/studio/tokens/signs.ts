import type { Sampler } from '#studio/tokens/template'

/** How the signs of the grammar are written; each is tried at one place of the text. */

/** Any other backslash stays as it was typed, so that \( reaches A1111 and ComfyUI. */
export const escaped = /\\(__|[{}|$#%\\ ])/y

/** At the beginning of a line. */
export const comment = /[^\S\n]*#[^\n]*\n?/y

export const pickStart = /(\d+-\d+|\d+-|-\d+|\d+)\$\$/y
export const separatorStart = /((?:\\.|[^|{}$\\])*)\$\$/y
export const weightStart = /\s*(\d+(?:\.\d+)?)::/y
export const wildcardStart =
  /__([~@!]?)([A-Za-z0-9][\w./*-]*?)(?:__|(\()(?=\s*[\p{L}_][\p{L}\p{N}_-]*\s*=))/uy
export const assignmentStart = /\$\{([\p{L}_][\p{L}\p{N}_-]*)(\?=!|=!|\?=|=)/uy
export const referenceStart = /\$\{([\p{L}_][\p{L}\p{N}_-]*)(:?)/uy

/** `!` asks for all combinations, as every choice does. */
export function samplerOf(sign: string | undefined): Sampler {
  return sign === '~' || sign === '@' ? sign : null
}

/** Of 2, 1-3, 2- and -2. */
export function countOf(text: string) {
  const [from, to = from] = text.split('-')
  return { from: Number(from || 1), to: to === '' ? Infinity : Number(to) }
}
