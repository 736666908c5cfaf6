/** The Independent JPEG Group's luminance table at quality 50 (ITU-T T.81, table K.1), in zigzag order. */
const standard = [
  [16, 11, 12, 14, 12, 10, 16, 14, 13, 14, 18, 17, 16, 19, 24, 40],
  [26, 24, 22, 22, 24, 49, 35, 37, 29, 40, 58, 51, 61, 60, 57, 51],
  [56, 55, 64, 72, 92, 78, 64, 68, 87, 69, 55, 56, 80, 109, 81, 87],
  [95, 98, 103, 104, 103, 62, 77, 113, 121, 112, 100, 120, 92, 101, 103, 99],
].flat()

/**
 * The quality, 1 to 100, a JPEG file was saved with, as libjpeg counts it; null where it is no
 * JPEG. From the first quantisation table in the file's beginning. libjpeg scales the standard table by
 * 5000 / quality below 50 and by 200 - 2 × quality above; other encoders' tables get the quality
 * whose mean step is theirs.
 */
export function estimateJpegQuality(bytes: Uint8Array): number | null {
  const table = luminanceTable(bytes)
  if (!table) return null
  const scale =
    (100 * table.reduce((sum, step) => sum + step, 0)) /
    standard.reduce((sum, step) => sum + step, 0)
  const quality = scale <= 100 ? (200 - scale) / 2 : 5000 / scale
  return Math.max(1, Math.min(100, Math.round(quality)))
}

function luminanceTable(bytes: Uint8Array) {
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) return null
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  for (let at = 2; at + 4 <= bytes.length && bytes[at] === 0xff;) {
    const length = view.getUint16(at + 2)
    const table = bytes[at + 1] === 0xdb ? tableZero(view, at + 4, at + 2 + length) : null
    if (table || bytes[at + 1] === 0xda) return table
    at += 2 + length
  }
  return null
}

/** A segment may hold several tables, of one or two bytes a step. */
function tableZero(view: DataView, at: number, end: number) {
  while (at + 65 <= Math.min(end, view.byteLength)) {
    const wide = view.getUint8(at) >> 4
    if ((view.getUint8(at) & 15) === 0 && at + 1 + 64 * (wide + 1) <= view.byteLength) {
      return Array.from({ length: 64 }, (_, step) =>
        wide ? view.getUint16(at + 1 + 2 * step) : view.getUint8(at + 1 + step)
      )
    }
    at += 1 + 64 * (wide + 1)
  }
  return null
}
