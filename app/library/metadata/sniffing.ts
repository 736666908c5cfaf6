import { fileTypeFromBuffer } from 'file-type'

export interface FileType {
  kind: 'image' | 'video' | 'audio' | null
  mime: string
  extension: string
}

/** This many bytes from the start are enough to know a type. */
export const sniffLength = 4100

const image = (extension: string, mime = `image/${extension}`): FileType => ({
  kind: 'image',
  mime,
  extension,
})

/** What the bytes are, whatever the name says; null when they are nothing known. */
export async function sniff(head: Buffer): Promise<FileType | null> {
  return sniffCommon(head) ?? (looksLikeSvg(head) ? image('svg', 'image/svg+xml') : sniffRest(head))
}

function sniffCommon(head: Buffer): FileType | null {
  if (head.length < 12) return null
  const start = head.readUInt32BE(0)
  if (start === 0x89504e47) return image('png')
  if (start >>> 8 === 0xffd8ff) return image('jpg', 'image/jpeg')
  const latin = head.toString('latin1', 0, 12)
  if (latin.startsWith('GIF8')) return image('gif')
  if (latin.startsWith('RIFF') && latin.endsWith('WEBP')) return image('webp')
  return null
}

/** The first element is `svg`, after declarations, comments and document types. */
function looksLikeSvg(head: Buffer): boolean {
  const start = head.toString('latin1', 0, sniffLength).replace(/^\u00EF\u00BB\u00BF/, '')
  if (!/^\s*</.test(start)) return false
  const first = /<([A-Za-z_][\w:.-]*)/.exec(
    start.replace(/<!--[\s\S]*?(?:-->|$)/g, '').replace(/<!DOCTYPE[^>[]*(\[[\s\S]*?\]\s*)?>/i, '')
  )
  return first !== null && /^(\w+:)?svg$/i.test(first[1])
}

async function sniffRest(head: Buffer): Promise<FileType | null> {
  const found = await fileTypeFromBuffer(head.subarray(0, sniffLength)).catch(() => undefined)
  if (!found) return isTiff(head) ? image('tif', 'image/tiff') : null
  const mime = renamed.get(found.mime) ?? found.mime
  const kind = /^(image|video|audio)\//.exec(mime)?.[1] as FileType['kind'] | undefined
  if (notPictures.has(found.ext)) return { kind: null, mime, extension: found.ext }
  return { kind: kind ?? null, mime, extension: found.ext }
}

/** Where the directory lies beyond what was read, nobody else recognises one. */
const isTiff = (head: Buffer) => ['II*\0', 'MM\0*'].includes(head.toString('latin1', 0, 4))

const notPictures = new Set(['psd', 'dwg', 'djvu'])
const renamed = new Map([['application/ogg', 'audio/ogg']])

const sameKind: string[][] = [
  ['jpg', 'jpeg', 'jpe', 'jfif', 'mpo', 'insp'],
  ['tif', 'tiff', 'dng', 'nef', 'cr2', 'arw'],
  ['heic', 'heif', 'hif', 'heics'],
  ['avif', 'avifs'],
  ['png', 'apng'],
  ['mp4', 'm4v', 'mov', '3gp', '3g2', 'm4a', 'f4v', 'qt'],
  ['mkv', 'webm', 'mka'],
  ['mpg', 'mpeg', 'vob', 'ts', 'mts', 'm2ts'],
  ['ogg', 'ogv', 'oga', 'opus', 'spx', 'ogx'],
  ['aif', 'aiff', 'aifc'],
  ['mp3', 'mp2', 'mp1'],
  ['bmp', 'dib'],
  ['ico', 'cur'],
]

/** Whether a file of this type may carry this name's ending. No ending is no lie. */
export function endingFits(type: FileType, fileName: string): boolean {
  const ending = /\.([A-Za-z0-9]{1,5})$/.exec(fileName)?.[1].toLowerCase()
  if (!ending || ending === type.extension) return true
  return sameKind.some((group) => group.includes(ending) && group.includes(type.extension))
}
