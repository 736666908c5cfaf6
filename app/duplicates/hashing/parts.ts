import type { Luma, Rectangle } from '#duplicates/hashing/luma'

/** The crops a picture is also known by, in shares of its width and height: what 90 % of each side can show. */
export const crops: Rectangle[] = [0, 0.05, 0.1].flatMap((top) =>
  [0, 0.05, 0.1].map((left) => ({ left, top, right: left + 0.9, bottom: top + 0.9 }))
)

/** The crops in pixels of one picture. */
export function cropsOf({ width, height }: Luma): Rectangle[] {
  return crops.map(({ left, top, right, bottom }) => ({
    left: left * width,
    top: top * height,
    right: right * width,
    bottom: bottom * height,
  }))
}

/** How much the pixels of a plain line may differ: what JPEG at medium quality leaves of a flat colour. */
const tolerance = 10

/** The part inside a border of one colour, in pixels; null where there is none or nothing else. */
export function withoutBorder(luma: Luma): Rectangle | null {
  const { width, height } = luma
  const top = plainLines(luma, 0, width, width, 1, height)
  const bottom = plainLines(luma, (height - 1) * width, -width, width, 1, height)
  const left = plainLines(luma, 0, 1, height, width, width)
  const right = plainLines(luma, width - 1, -1, height, width, width)
  if (!top && !bottom && !left && !right) return null
  if (top + bottom > height * 0.6 || left + right > width * 0.6) return null
  return { left, top, right: width - right, bottom: height - bottom }
}

/** The number of lines, counted inwards from the one that begins at `start`, that all have the first one's colour. */
function plainLines(
  { values }: Luma,
  start: number,
  toNext: number,
  length: number,
  step: number,
  lines: number
) {
  const colour = values[start + (length >> 1) * step]
  for (let line = 0; line < lines; line++) {
    let others = 0
    for (let at = start + line * toNext, seen = 0; seen < length; seen++, at += step) {
      if (Math.abs(values[at] - colour) > tolerance && ++others > length / 50) return past(line)
    }
  }
  return lines
}

/** Fewer lines belong to the picture. The line after a border is half border where a thumbnail was made. */
const past = (lines: number) => (lines < 3 ? 0 : lines + 1)
