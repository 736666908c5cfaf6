/** The words pages have for presets, kinds of likeness and the rules that decided. */

export const presetWords: Record<string, { label: string; hint: string }> = {
  bytes: { label: 'Same bytes', hint: 'The very same file, more than once.' },
  pixels: { label: 'Same pixels', hint: 'Also the same picture with other metadata.' },
  strict: { label: 'Strict', hint: 'Also what was saved again or made smaller.' },
  normal: { label: 'Normal', hint: 'Also slightly changed: colours, captions, plain borders.' },
  turned: { label: 'Turned', hint: 'Also mirrored and turned.' },
  loose: { label: 'Loose', hint: 'Also cropped and more strongly changed. Look closely.' },
}

export const kindWords: Record<string, string> = {
  bytes: 'same bytes',
  pixels: 'same pixels',
  similar: 'looks the same',
  mirrored: 'mirrored',
  turned: 'turned',
  border: 'with a border',
  crop: 'cropped',
}

/** Why the suggested one: continues "Suggested:". */
export const reasonWords: Record<string, string> = {
  locked: 'is locked',
  protected_folder: 'lies in a protected folder',
  favorite: 'is a favourite',
  collection: 'is in a collection',
  rating: 'has the highest rating',
  generation_metadata: 'says how it was made',
  colour: 'is in colour',
  resolution: 'has the most pixels',
  original: 'is in a lossless format',
  jpeg_quality: 'has the best JPEG quality',
  sharpness: 'is the sharpest',
  size: 'is the largest file',
  name: 'has the most original name',
  oldest: 'is the oldest',
  newest: 'is the newest',
  preferred_folder: 'lies in a preferred folder',
  preferred_format: 'has a preferred format',
  path: 'comes first by name; the others are nearly equal by every rule',
}

export const planStates: Record<string, string> = {
  making: 'being made',
  stopped: 'stopped before it was made',
  ready: 'ready',
  applying: 'applied, see how far',
  undoing: 'taken back, see how far',
}

/** What becomes of the rest: continues "are merged and then". */
export const restWords: Record<string, string> = {
  trash: 'moved to the trash',
  link: 'linked to the keeper’s file',
  move: 'moved to the folder',
  keep: 'left where they are',
}
