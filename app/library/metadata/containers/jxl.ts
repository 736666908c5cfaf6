import { brotliDecompressSync } from 'node:zlib'
import {
  emptyContainer,
  metadataLimit,
  type Container,
} from '#library/metadata/containers/container'
import { boxes } from '#library/metadata/containers/boxes'

/** Size and metadata boxes of a JPEG XL. Format: ISO 18181-1 (size header), 18181-2 (boxes). */
export function readJxl(file: Buffer): Container {
  const jxl = emptyContainer()
  if (file[0] === 0xff && file[1] === 0x0a) return { ...jxl, ...sizeOf(file.subarray(2)) }
  for (const { type, body } of boxes(file)) {
    if (type === 'jxlc') Object.assign(jxl, sizeOf(body.subarray(2)))
    else if (type === 'jxlp' && !jxl.width) Object.assign(jxl, sizeOf(body.subarray(6)))
    else if (type === 'brob') addBox(jxl, body.toString('latin1', 0, 4), unpacked(body.subarray(4)))
    else addBox(jxl, type, body)
  }
  if (!jxl.width) jxl.warnings.push('The JPEG XL has no picture in it.')
  return jxl
}

function addBox(jxl: Container, type: string, body: Buffer) {
  if (type === 'Exif' && body.length > 4) {
    jxl.chunks.push({
      container: 'exif',
      keyword: 'exif',
      body: body.subarray(4 + body.readUInt32BE(0)),
    })
  } else if (type === 'xml ') {
    jxl.chunks.push({ container: 'xmp', keyword: 'xmp', body })
  } else if (type === 'jumb') {
    jxl.chunks.push({ container: 'c2pa', keyword: 'c2pa', body })
  }
}

function unpacked(body: Buffer): Buffer {
  try {
    return brotliDecompressSync(body, { maxOutputLength: metadataLimit })
  } catch {
    return Buffer.alloc(0)
  }
}

const ratios = [
  [0, 0],
  [1, 1],
  [12, 10],
  [4, 3],
  [3, 2],
  [16, 9],
  [5, 4],
  [2, 1],
]

function sizeOf(header: Buffer): { width: number; height: number } {
  let position = 0
  const bits = (count: number) => {
    let value = 0
    for (let index = 0; index < count; index++, position++) {
      value += (((header[position >> 3] ?? 0) >> (position & 7)) & 1) * 2 ** index
    }
    return value
  }
  const small = bits(1) === 1
  const side = () => (small ? (bits(5) + 1) * 8 : bits([9, 13, 18, 30][bits(2)]) + 1)
  const height = side()
  const ratio = bits(3)
  const [across, down] = ratios[ratio]
  return { height, width: ratio === 0 ? side() : Math.floor((height * across) / down) }
}
