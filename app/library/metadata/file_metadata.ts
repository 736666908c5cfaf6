import type { Chunk } from '#library/metadata/containers/container'
import type { SourcedFacts } from '#library/metadata/facts'

/** All that is known of one file without decoding it. */
export interface FileMetadata {
  kind: 'image' | 'video' | 'audio' | null
  mime: string | null
  /** The ending that fits the bytes, whatever the name says. */
  extension: string | null
  /** Pixels as stored, before any orientation. */
  width: number | null
  height: number | null
  /** The EXIF number, 1–8 (0 when a file says so). */
  orientation: number | null
  frames: number | null
  /** Seconds. */
  duration: number | null
  hasAlpha: boolean
  /** 'YYYY-MM-DD HH:MM:SS', wall clock. */
  capturedAt: string | null
  capturedSource: 'exif' | 'metadata' | null
  ai: boolean
  hasWorkflow: boolean
  hasLocation: boolean
  facts: SourcedFacts
  chunks: Chunk[]
  warnings: string[]
}

/** Decoded RGBA, 4 bytes a pixel, alpha not premultiplied. */
export interface Pixels {
  data: Uint8Array
  width: number
  height: number
}

export interface FileToRead {
  path: string
  /** The name it came with, when `path` is a staged copy. */
  fileName?: string
  /** The whole file, when the caller has read it already. */
  bytes?: Buffer
  /** Called only when the pixels seem to hide metadata. Without it sharp decodes them. */
  pixels?: () => Promise<Pixels>
}
