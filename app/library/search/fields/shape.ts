import type { Field } from '#library/search/fields/field'
import { any, not, sql } from '#library/search/sql'

/** Width and height as they are seen, that is after the EXIF orientation. */
export const shownWidth = 'CASE WHEN a.orientation >= 5 THEN a.height ELSE a.width END'
export const shownHeight = 'CASE WHEN a.orientation >= 5 THEN a.width ELSE a.height END'

const named: Record<string, string> = {
  portrait: `${shownWidth} < ${shownHeight}`,
  landscape: `${shownWidth} > ${shownHeight}`,
  square: 'a.width = a.height',
}

/** Width to height; 16:9 also takes in what is within two percent of it. */
export const ratio: Field = {
  label: 'Ratio',
  help: 'portrait, landscape, square, or width:height',
  example: 'ratio:16:9',
  check: ({ text }) => void (Object.hasOwn(named, text.toLowerCase()) || readRatio(text)),
  offer: () =>
    ['portrait', 'landscape', 'square', '16:9', '3:2', '1:1'].map((value) => ({ value })),
  build: ({ values, operator }) => {
    const found = any(
      values.map(({ text }) => {
        const name = text.toLowerCase()
        if (Object.hasOwn(named, name)) return sql(named[name])
        const wanted = readRatio(text)
        return sql(
          `1.0 * (${shownWidth}) / nullif(${shownHeight}, 0) BETWEEN ? AND ?`,
          wanted * 0.98,
          wanted * 1.02
        )
      })
    )
    return operator === '!=' ? not(found) : found
  },
}

function readRatio(text: string) {
  const match = /^(\d{1,5}(?:\.\d+)?)[:x/](\d{1,5}(?:\.\d+)?)$/i.exec(text)
  const wanted = match ? Number(match[1]) / Number(match[2]) : Number.NaN
  if (!Number.isFinite(wanted) || wanted <= 0) {
    throw new Error(`“${text}” is no ratio: write portrait, landscape, square or 16:9.`)
  }
  return wanted
}
