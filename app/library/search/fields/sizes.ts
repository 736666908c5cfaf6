import type { Field } from '#library/search/fields/field'
import { numbers } from '#library/search/fields/numbers'
import { shownHeight, shownWidth } from '#library/search/fields/shape'
import { any, not, sql } from '#library/search/sql'

const bytes = numbers('a.size', {
  label: 'Size',
  help: 'size of the file: 500kb, 5mb, 1gb',
  example: 'size:>5mb',
  units: { b: 1, k: 1e3, kb: 1e3, m: 1e6, mb: 1e6, g: 1e9, gb: 1e9 },
  approximate: true,
})

const pixels = /^(\d{1,6})x(\d{1,6})$/i

/** Bytes; and `Size: 512x768`, as generators write it, means the picture. */
export const size: Field = {
  ...bytes,
  check: (value, operator) => void (pixels.test(value.text) || bytes.check(value, operator)),
  build: async (node, context) => {
    const parts = await Promise.all(
      node.values.map((value) => {
        const [, width, height] = pixels.exec(value.text) ?? []
        if (!width)
          return bytes.build(
            { ...node, operator: positive(node.operator), values: [value] },
            context
          )
        return sql(`${shownWidth} = ? AND ${shownHeight} = ?`, Number(width), Number(height))
      })
    )
    return node.operator === '!=' ? not(any(parts)) : any(parts)
  },
}

const positive = <Operator>(operator: Operator) => (operator === '!=' ? '' : operator)
