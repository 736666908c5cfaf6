import { box, boxes } from '#library/metadata/containers/boxes'
import type { Chunk } from '#library/metadata/containers/container'

/** Apple's four-letter tags under the names everybody else uses. */
const appleNames: Record<string, string> = {
  '©nam': 'title',
  '©cmt': 'comment',
  '©too': 'encoder',
  '©swr': 'software',
  '©day': 'creation_time',
  '©des': 'description',
  '©key': 'keywords',
  '©gen': 'genre',
  '©ART': 'artist',
  'desc': 'description',
  'ldes': 'description',
  'keyw': 'keywords',
}

/** Tags below `udta`: QuickTime's own texts, XMP, and a `meta` box with items. */
export function readUserData(udta: Buffer): Chunk[] {
  const chunks: Chunk[] = []
  for (const { type, body } of boxes(udta)) {
    if (type === 'meta') chunks.push(...readItems(body))
    else if (type === 'XMP_') chunks.push({ container: 'xmp', keyword: 'xmp', body })
    else if (type.startsWith('©') && body.length > 4) {
      chunks.push(text(type, body.subarray(4, 4 + body.readUInt16BE(0))))
    }
  }
  return chunks
}

/** Items of a `meta` box: Apple's (`ilst` by name) or QuickTime's (`keys` by number). */
export function readItems(meta: Buffer): Chunk[] {
  const start = meta.length >= 12 && meta.toString('latin1', 8, 12) === 'hdlr' ? 4 : 0
  const keys = keyNames(box(meta, 'keys', start))
  const chunks: Chunk[] = []
  for (const { type, body } of boxes(box(meta, 'ilst', start) ?? Buffer.alloc(0))) {
    const name =
      type === '----'
        ? freeName(body)
        : (keys[Buffer.from(type, 'latin1').readUInt32BE(0) - 1] ?? type)
    const data = box(body, 'data')
    if (name && data && data.length > 8 && data.readUInt32BE(0) <= 2)
      chunks.push(text(name, data.subarray(8)))
  }
  return chunks
}

function text(name: string, body: Buffer): Chunk {
  return {
    container: 'mp4',
    keyword: Object.hasOwn(appleNames, name) ? appleNames[name] : name,
    body,
  }
}

/** `com.apple.quicktime.comment` is a comment. */
function keyNames(keys: Buffer | undefined): string[] {
  if (!keys) return []
  return [...boxes(keys, 8)].map(({ body }) =>
    body.toString('utf8').replace(/^com\.apple\.quicktime\./, '')
  )
}

/** `----` items: a `mean` (whose they are) and a `name`. */
function freeName(item: Buffer): string | undefined {
  return box(item, 'name')?.toString('utf8', 4)
}
