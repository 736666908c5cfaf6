import { sniff } from '#library/metadata/sniffing'

export type MediaKind = 'image' | 'video' | 'audio'

/** How a file may be turned into pixels. */
export type Way = 'sharp' | 'svg' | 'program' | 'ffmpeg' | 'none'

export interface MediaType {
  kind: MediaKind
  mime: string
  extension: string
  way: Way
}

const media = (kind: MediaKind, way: Way, mime: string, ...extensions: string[]) =>
  extensions.map((extension) => ({
    kind,
    way,
    mime,
    extension,
  }))

/** Every type the library takes. The first extension of a type is the one its file is stored under. */
const types: MediaType[] = [
  ...media('image', 'sharp', 'image/jpeg', 'jpg', 'jpeg', 'jpe', 'jfif', 'mpo'),
  ...media('image', 'sharp', 'image/png', 'png', 'apng'),
  ...media('image', 'sharp', 'image/webp', 'webp'),
  ...media('image', 'sharp', 'image/gif', 'gif'),
  ...media('image', 'sharp', 'image/avif', 'avif'),
  ...media('image', 'sharp', 'image/tiff', 'tif', 'tiff'),
  ...media('image', 'svg', 'image/svg+xml', 'svg'),
  ...media('image', 'program', 'image/bmp', 'bmp', 'dib'),
  ...media('image', 'program', 'image/heic', 'heic', 'heif'),
  ...media('image', 'program', 'image/jxl', 'jxl'),
  ...media('image', 'none', 'image/vnd.adobe.photoshop', 'psd'),
  ...media('video', 'ffmpeg', 'video/mp4', 'mp4', 'm4v'),
  ...media('video', 'ffmpeg', 'video/quicktime', 'mov'),
  ...media('video', 'ffmpeg', 'video/webm', 'webm'),
  ...media('video', 'ffmpeg', 'video/matroska', 'mkv'),
  ...media('video', 'ffmpeg', 'video/vnd.avi', 'avi'),
  ...media('video', 'ffmpeg', 'video/mpeg', 'mpg', 'mpeg'),
  ...media('video', 'ffmpeg', 'video/ogg', 'ogv'),
  ...media('video', 'ffmpeg', 'video/mp2t', 'ts', 'mts', 'm2ts'),
  ...media('video', 'ffmpeg', 'video/3gpp', '3gp', '3g2'),
  ...media('video', 'ffmpeg', 'video/x-ms-asf', 'wmv', 'asf'),
  ...media('video', 'ffmpeg', 'video/x-flv', 'flv'),
  ...media('audio', 'none', 'audio/mpeg', 'mp3'),
  ...media('audio', 'none', 'audio/mp4', 'm4a'),
  ...media('audio', 'none', 'audio/wav', 'wav'),
  ...media('audio', 'none', 'audio/flac', 'flac'),
  ...media('audio', 'none', 'audio/ogg', 'ogg', 'oga', 'opus'),
  ...media('audio', 'none', 'audio/aac', 'aac'),
  ...media('audio', 'none', 'audio/aiff', 'aif', 'aiff'),
]

/** Other names file-type gives to types of ours. */
const otherMimes: Record<string, string> = {
  'image/apng': 'image/png',
  'image/heif': 'image/heic',
  'image/heic-sequence': 'image/heic',
  'image/heif-sequence': 'image/heic',
  'image/avif-sequence': 'image/avif',
  'video/x-m4v': 'video/mp4',
  'video/x-matroska': 'video/matroska',
  'video/3gpp2': 'video/3gpp',
  'video/x-msvideo': 'video/vnd.avi',
  'video/MP1S': 'video/mpeg',
  'video/MP2P': 'video/mpeg',
  'audio/x-m4a': 'audio/mp4',
  'audio/x-flac': 'audio/flac',
  'audio/opus': 'audio/ogg',
  'audio/vnd.wave': 'audio/wav',
  'audio/x-wav': 'audio/wav',
  'audio/x-aiff': 'audio/aiff',
}

const byMime = new Map([...types].reverse().map((type) => [type.mime, type]))
const byExtension = new Map(types.map((type) => [type.extension, type]))

/** The extension of a file's name, in lower case, without its dot. */
export function extensionOf(name: string) {
  return /\.([a-z0-9]{1,10})$/i.exec(name)?.[1].toLowerCase() ?? ''
}

/** What a file's name promises; only a hint. */
export function typeByName(name: string): MediaType | null {
  return byExtension.get(extensionOf(name)) ?? null
}

export function typeByMime(mime: string): MediaType | null {
  return byMime.get(otherMimes[mime] ?? mime) ?? null
}

/** What the bytes are. `head` is the file's beginning (4,100 bytes suffice); null is "no picture, video or sound". */
export async function typeOfBytes(head: Buffer): Promise<MediaType | null> {
  const found = await sniff(head)
  if (!found) return looksLikeTiff(head) ? typeByMime('image/tiff') : null
  const known = typeByMime(found.mime.split(';')[0])
  if (known || !found.kind) return known
  return { kind: found.kind, mime: found.mime, extension: found.extension, way: 'none' }
}

/** The first directory may stand at the end, where the sniffer does not look. */
function looksLikeTiff(head: Buffer) {
  return /^(II\*\0|MM\0\*)/.test(head.toString('latin1', 0, 4))
}
