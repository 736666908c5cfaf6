/** A piece of metadata as it lies in the file: text as UTF-8 bytes (inflated), everything else as it is. */
export interface Chunk {
  /** png, exif, xmp, iptc, comment, c2pa, mp4, matroska, audio, stealth, sidecar; studio for what was ordered here */
  container: string
  keyword: string
  body: Buffer
}

/** What a container reader finds without decoding a pixel. */
export interface Container {
  width?: number
  height?: number
  frames?: number
  duration?: number
  hasAlpha?: boolean
  /** The pixels are worth decoding in search of hidden metadata. */
  mayHideText?: () => boolean
  orientation?: number
  chunks: Chunk[]
  warnings: string[]
  /** For a video container without a picture track. */
  kind?: 'video' | 'audio'
  capturedAt?: string
}

export function emptyContainer(): Container {
  return { chunks: [], warnings: [] }
}

/** More than this in one file is an attack or a mistake, not metadata. */
export const metadataLimit = 64 * 1024 * 1024
