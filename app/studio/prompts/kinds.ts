/** The kinds of blocks, in the order in which they are put together, and the words that tell them. */
export const kinds = [
  { kind: 'subject', label: 'Subject', words: null },
  {
    kind: 'style',
    label: 'Style',
    words:
      /style|paint|photo|render|draw|sketch|anime|illustrat|watercolou?r|\b(oil|ink|art|3d|comic|engraving|pixel)\b/i,
  },
  {
    kind: 'light',
    label: 'Light',
    words: /light|lit\b|shadow|glow|sun(set|rise|ny)?\b|dawn|dusk|golden hour|backlit|neon|moon/i,
  },
  {
    kind: 'camera',
    label: 'Camera',
    words:
      /\d+ ?mm\b|lens|shot\b|bokeh|depth of field|close-?up|angle|macro|f\/\d|aperture|fisheye|view\b|portrait\b/i,
  },
  {
    kind: 'mood',
    label: 'Mood',
    words:
      /mood|calm|serene|dramatic|dreamy|melanchol|cozy|cosy|eerie|moody|mysterious|peaceful|epic|atmospher/i,
  },
  {
    kind: 'colour',
    label: 'Colour',
    words:
      /colou?r|palette|pastel|monochrome|vibrant|muted|\b(red|green|blue|teal|orange|gold|black and white|sepia)\b/i,
  },
  {
    kind: 'quality',
    label: 'Quality',
    words: /quality|masterpiece|detail|\b[48]k\b|sharp|hdr|resolution|award|trending/i,
  },
  { kind: 'other', label: 'Other', words: null },
] as const

export type BlockKind = (typeof kinds)[number]['kind']

export const kindNames = kinds.map(({ kind }) => kind) as [BlockKind, ...BlockKind[]]

/** A guess: what comes first is the subject, but for praise; the words of a camera tell more than those of light. */
export function kindOf(part: string, place: number): BlockKind {
  const tried = place
    ? (['quality', 'camera', 'light', 'mood', 'style', 'colour'] as const)
    : (['quality'] as const)
  const told = tried.find((kind) => kinds.find((each) => each.kind === kind)?.words?.test(part))
  return told ?? (place ? 'other' : 'subject')
}
