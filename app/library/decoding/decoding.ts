import { hash } from 'node:crypto'
import { failpoint } from '#core/failpoints'
import { basename, join } from 'node:path'
import { deflateSync } from 'node:zlib'
import { allBytes, hashOf, type OpenFile, withOpenFile } from '#library/decoding/plain_files'
import { decodePicture, resizePicture, type Picture } from '#library/decoding/pictures'
import { posterFrame, probe, toPng, type Stream } from '#library/decoding/programs'
import { type MediaKind, type MediaType, typeByName, typeOfBytes } from '#library/decoding/sniffing'
import {
  type FileMetadata,
  type FileToRead,
  readMetadata,
  readSidecars,
  withSidecars,
} from '#library/metadata/reading'
import { withRecipe } from '#library/metadata/recipes'

/** What one pass over a file finds out. */
export interface Decoded {
  /** Null: no picture, video or sound, neither by its bytes nor by its name. */
  kind: MediaKind | null
  mime: string
  extension: string
  sha256: string
  size: number
  /** Milliseconds since 1970. */
  modifiedAt: number
  /** Why there is no whole picture; the file is kept all the same. */
  brokenReason: string | null
  /** Why there is no preview of a file that may well be whole. */
  noPreview: string | null
  picture: Picture | null
  /** WebP of at most 320 px; null where there is none, and once it is written down. */
  thumbnail: Buffer | null
  stream: Stream
  /** The bodies of its chunks are deflated. */
  metadata: FileMetadata | null
  warnings: string[]
}

/** Larger pictures than this are kept without being decoded. */
export const largestPicture = 400 * 1024 * 1024

/** Reads a file once and returns everything the library wants to know about it. */
export async function decodeFile(
  path: string,
  name: string,
  besides?: string,
  root?: string
): Promise<Decoded> {
  return withOpenFile(path, root, async (file) => {
    await failpoint('decoder.after_open')
    const decoded = await decodeOpenFile(file, name)
    if (besides) await addSidecars(decoded, join(besides, basename(name)))
    return deflateChunks(decoded)
  })
}

/** The hash, size and type of a file whose pixels and metadata are better left alone. */
export async function identifyFile(path: string, name: string, root?: string): Promise<Decoded> {
  return withOpenFile(path, root, async (file) => {
    const { decoded } = await sniff(file, name)
    return { ...decoded, sha256: await hashOf(file) }
  })
}

/** A WebP of at most `size` px of a picture or of a video's poster frame. */
export async function resizeFile(
  { path, root }: { path: string; root: string },
  mime: string,
  size: number
): Promise<Buffer> {
  return withOpenFile(path, root, async (file) => {
    if (mime.startsWith('video/')) return resizePoster(file.path, size)
    const png = needsProgram(mime) ? await toPng(file.path, mime) : null
    return resizePicture(png ?? (await allBytes(file)), png ? 'image/png' : mime, size)
  })
}

async function resizePoster(path: string, size: number) {
  const { duration } = await probe(path)
  return resizePicture(await posterFrame(path, duration), 'image/png', size)
}

const needsProgram = (mime: string) => ['image/bmp', 'image/heic', 'image/jxl'].includes(mime)

async function sniff({ size, modifiedAt, begun }: OpenFile, name: string) {
  const type = await typeOfBytes(begun.subarray(0, 4_100))
  const named = typeByName(name)
  return { type, named, decoded: blank(type ?? named, size, modifiedAt) }
}

async function decodeOpenFile(file: OpenFile, name: string): Promise<Decoded> {
  const { type, named, decoded } = await sniff(file, name)
  if (type?.kind === 'image' && file.size <= largestPicture) {
    await decodeImage(decoded, await allBytes(file), type, file.path, name)
  } else {
    decoded.sha256 = await hashOf(file)
    if (type) await decodeStream(decoded, type, file.path, name)
  }
  if (!type && named) decoded.brokenReason = `the bytes are no ${named.kind} of a known type`
  return decoded
}

const blank = (type: MediaType | null, size: number, modifiedAt: number): Decoded => ({
  kind: type?.kind ?? null,
  mime: type?.mime ?? 'application/octet-stream',
  extension: type?.extension ?? 'bin',
  sha256: '',
  size,
  modifiedAt,
  brokenReason: null,
  noPreview: null,
  picture: null,
  thumbnail: null,
  stream: {},
  metadata: null,
  warnings: [],
})

async function decodeImage(
  decoded: Decoded,
  bytes: Buffer,
  type: MediaType,
  path: string,
  name: string
) {
  decoded.sha256 = hash('sha256', bytes)
  await readFacts(decoded, { path, fileName: name, bytes })
  if (type.way === 'none') {
    decoded.noPreview = `no preview: ${type.mime} cannot be decoded here`
    return
  }
  try {
    const readable = type.way === 'program' ? await toPng(path, type.mime) : bytes
    const mime = type.way === 'program' ? 'image/png' : type.mime
    Object.assign(decoded, await decodePicture(readable, mime, headerOf(decoded)))
    const { warning, damage } = decoded.picture!
    if (warning) decoded.warnings.push(warning)
    if (damage) decoded.brokenReason = inWords(damage)
  } catch (error) {
    explain(decoded, error as Error)
  }
}

/** What the metadata of a still picture say of it, so that the decoder need not be asked. */
function headerOf({ mime, metadata }: Decoded) {
  if (mime !== 'image/jpeg' && mime !== 'image/png') return undefined
  if (!metadata?.width || !metadata.height) return undefined
  const { width, height } = metadata
  return { width, height, orientation: metadata.orientation ?? undefined }
}

/** A parser that fails costs the facts, never the file. */
async function readFacts(decoded: Decoded, file: FileToRead) {
  try {
    decoded.metadata = await readMetadata(file)
    decoded.warnings.push(...decoded.metadata.warnings)
  } catch (error) {
    decoded.warnings.push(`metadata not read: ${(error as Error).message}`)
  }
}

async function addSidecars(decoded: Decoded, path: string) {
  if (!decoded.metadata) return
  const sidecars = await readSidecars(path)
  if (sidecars.paths.length) decoded.metadata = withSidecars(decoded.metadata, sidecars)
}

/** Adds to a decoded file how it was ordered, its chunk deflated like the others. */
export function addRecipe(decoded: Decoded, recipe: Record<string, unknown>) {
  if (!decoded.metadata) return
  const { chunks } = decoded.metadata
  decoded.metadata = withRecipe({ ...decoded.metadata, chunks: [] }, recipe)
  deflateChunks(decoded)
  decoded.metadata.chunks.unshift(...chunks)
}

function deflateChunks(decoded: Decoded) {
  const { metadata } = decoded
  if (metadata) {
    metadata.chunks = metadata.chunks.map((chunk) => ({ ...chunk, body: deflateSync(chunk.body) }))
  }
  return decoded
}

async function decodeStream(decoded: Decoded, type: MediaType, path: string, name: string) {
  await readFacts(decoded, { path, fileName: name })
  if (type.kind === 'image') {
    decoded.noPreview = 'no preview: larger than 400 MB'
    return
  }
  decoded.stream = await probe(path)
  if (decoded.stream.onlySound) Object.assign(decoded, soundOf(type))
  else if (type.kind === 'video') await decodePoster(decoded, path)
}

/** A film's container with nothing but sound in it: the player is told so. */
function soundOf({ mime }: MediaType) {
  const sounds: Record<string, string> = { 'video/webm': 'audio/webm', 'video/ogg': 'audio/ogg' }
  const isMp4 = ['video/mp4', 'video/quicktime', 'video/3gpp'].includes(mime)
  return { kind: 'audio', mime: isMp4 ? 'audio/mp4' : (sounds[mime] ?? mime) } as const
}

async function decodePoster(decoded: Decoded, path: string) {
  try {
    const frame = await posterFrame(path, decoded.stream.duration)
    Object.assign(decoded, await decodePicture(frame, 'image/png'))
  } catch (error) {
    explain(decoded, error as Error)
  }
}

function explain(decoded: Decoded, error: Error) {
  const reason = error.message.split('\n')[0].slice(0, 300)
  if (reason.startsWith('no preview')) decoded.noPreview = reason
  else decoded.brokenReason = inWords(reason)
}

/** The decoder's own words, after a sentence that says what they mean. */
export function inWords(reason: string) {
  if (reason.includes('pixel limit')) return 'not decoded: too many pixels'
  if (reason.includes('unsupported image format')) return 'damaged: no decoder can open it'
  const detail = reason.replace(/^Input buffer has corrupt header: ?/, '').trim()
  return detail ? `damaged: ${detail}` : 'damaged: its header is corrupt'
}
