import { decodeText } from '#library/metadata/decoding'

/** The datasets anybody here asks for. Format: IPTC-IIM 4.2, record 2. */
export interface Iptc {
  title?: string
  keywords: string[]
  caption?: string
  date?: string
  time?: string
  program?: string
  credit?: string
}

export function readIptc(block: Buffer): Iptc {
  const iptc: Iptc = { keywords: [] }
  for (let at = 0; at + 5 <= block.length && block[at] === 0x1c;) {
    const record = block[at + 1]
    const dataset = block[at + 2]
    const length = block.readUInt16BE(at + 3)
    if (length > 0x7fff || at + 5 + length > block.length) break
    if (record === 2) set(iptc, dataset, decodeText(block.subarray(at + 5, at + 5 + length)))
    at += 5 + length
  }
  return iptc
}

function set(iptc: Iptc, dataset: number, value: string) {
  if (dataset === 5) iptc.title ??= value
  else if (dataset === 25 && iptc.keywords.length < 1000) iptc.keywords.push(value)
  else if (dataset === 55) iptc.date ??= value
  else if (dataset === 60) iptc.time ??= value
  else if (dataset === 65) iptc.program ??= value
  else if (dataset === 110) iptc.credit ??= value
  else if (dataset === 120) iptc.caption ??= value
}

/** The IPTC block inside Photoshop's image resources (8BIM, number 0x0404). */
export function iptcOfPhotoshop(resources: Buffer): Buffer | undefined {
  for (
    let at = 0;
    at + 12 <= resources.length && resources.toString('latin1', at, at + 4) === '8BIM';
  ) {
    const id = resources.readUInt16BE(at + 4)
    const nameLength = (resources[at + 6] + 2) & ~1
    const sizeAt = at + 6 + nameLength
    if (sizeAt + 4 > resources.length) break
    const size = resources.readUInt32BE(sizeAt)
    if (id === 0x0404) return resources.subarray(sizeAt + 4, sizeAt + 4 + size)
    at = sizeAt + 4 + ((size + 1) & ~1)
  }
  return undefined
}
