import { adapters } from '#studio/providers/registry'
import type { ParameterSpec } from '#studio/providers/shapes'

export const modalityWords: Record<string, string> = {
  text_to_image: 'Text to image',
  image_to_image: 'Image to image',
  image_to_video: 'Image to video',
  text_to_video: 'Text to video',
  audio: 'Audio',
  upscale: 'Upscaling',
}

export const providerNames = Object.fromEntries(adapters.map(({ key, name }) => [key, name]))

const typeWords: Record<ParameterSpec['type'], string> = {
  text: 'text',
  longtext: 'text',
  integer: 'whole number',
  number: 'number',
  boolean: 'yes or no',
  enum: 'one of',
  file: 'picture',
  files: 'pictures',
  size: 'size',
  seed: 'seed',
  json: 'JSON',
}
const fewEnough = 12

/** “whole number, 1 to 50, 20 unless said otherwise” */
export function parameterWords(spec: ParameterSpec) {
  const { minimum, maximum, options = [], type } = spec
  const range = [
    minimum !== undefined && `from ${minimum}`,
    maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER && `to ${maximum}`,
  ]
  const shown = options.slice(0, fewEnough).map(({ label }) => label)
  const choices =
    options.length > fewEnough ? [...shown, `${options.length - fewEnough} more`] : shown
  return [
    typeWords[type] + (type === 'enum' ? ` ${choices.join(', ')}` : ''),
    range.filter(Boolean).join(' '),
    spec.default !== undefined && `else ${JSON.stringify(spec.default)}`,
  ]
    .filter(Boolean)
    .join(', ')
}
