import { emptyContainer, type Container } from '#library/metadata/containers/container'

/** Size, frames, comments and XMP of a GIF. Format: GIF89a; XMP part 3, section 1.1.2. */
export function readGif(file: Buffer): Container {
  const gif = emptyContainer()
  if (file.length < 13) return { ...gif, warnings: ['The file is cut off.'] }
  gif.width = file.readUInt16LE(6)
  gif.height = file.readUInt16LE(8)
  let frames = 0
  let at = 13 + colorTable(file[10])
  while (at < file.length && file[at] !== 0x3b) {
    if (file[at] === 0x2c) {
      frames++
      at = skipBlocks(file, at + 11 + colorTable(file[at + 9] ?? 0))
    } else if (file[at] === 0x21) {
      at = readExtension(gif, file, at)
    } else {
      gif.warnings.push('The GIF is damaged.')
      break
    }
  }
  gif.frames = frames || undefined
  return gif
}

const colorTable = (flags: number) => (flags & 0x80 ? 3 << ((flags & 7) + 1) : 0)

function skipBlocks(file: Buffer, from: number): number {
  let at = from
  while (at < file.length && file[at] !== 0) at += file[at] + 1
  return at + 1
}

function readExtension(gif: Container, file: Buffer, at: number): number {
  const label = file[at + 1]
  const end = skipBlocks(file, at + 2)
  if (label === 0xf9) gif.hasAlpha ||= ((file[at + 3] ?? 0) & 1) === 1
  if (label === 0xfe) {
    gif.chunks.push({ container: 'gif', keyword: 'comment', body: joined(file, at + 2, end) })
  } else if (label === 0xff && file.toString('latin1', at + 3, at + 14) === 'XMP DataXMP') {
    const body = file.subarray(at + 14, Math.max(at + 14, end - 258))
    gif.chunks.push({ container: 'xmp', keyword: 'xmp', body })
  }
  return end
}

function joined(file: Buffer, from: number, end: number): Buffer {
  const blocks: Buffer[] = []
  for (let at = from; at < end && file[at]; at += file[at] + 1) {
    blocks.push(file.subarray(at + 1, at + 1 + file[at]))
  }
  return Buffer.concat(blocks)
}
