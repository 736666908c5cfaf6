/** How alike two pictures must be. Distances are bits of 256 between PDQ hashes, agreements as ./confirming has them. */
export interface Preset {
  /** Nothing but equal bytes or equal pixels joins where this is null. */
  distance: number | null
  pixels: boolean
  /** Up to this distance hashes alone are believed. */
  believed: number
  /** What the pixels of two whole pictures must agree by beyond that. */
  agreement: number
  /** Also in other orientations, without plain borders, and as crops of one another. */
  turned: boolean
  borders: boolean
  crops: boolean
}

/** Each finds all that those before it find. */
export const presetNames = ['bytes', 'pixels', 'strict', 'normal', 'turned', 'loose'] as const
export type PresetName = (typeof presetNames)[number]

const hashed = {
  ...{ pixels: true, believed: 31, agreement: 0.5 },
  ...{ turned: false, borders: false, crops: false },
}

export const presets: Record<PresetName, Preset> = {
  bytes: { ...hashed, distance: null, pixels: false },
  pixels: { ...hashed, distance: null },
  strict: { ...hashed, distance: 31 },
  normal: { ...hashed, distance: 60, borders: true },
  turned: { ...hashed, distance: 60, borders: true, turned: true },
  loose: { ...hashed, distance: 73, turned: true, borders: true, crops: true },
}

/** Pictures of this PDQ quality or less agree by chance: the hash's authors advise to drop them. */
export const lowContent = 49

/** Parts are tried up to this distance. */
export const partDistance = 80

/** What the pixels of parts, and of turned pictures whose hashes alone are not believed, must agree by. */
export const closeAgreement = 0.85

/** A preset as asked for: another distance, mirrored and turned copies. */
export function presetWith(name: PresetName, threshold?: number, turned?: boolean): Preset {
  const preset = presets[name]
  return {
    ...preset,
    distance: threshold === undefined ? preset.distance : threshold,
    turned: preset.turned || Boolean(turned),
  }
}
