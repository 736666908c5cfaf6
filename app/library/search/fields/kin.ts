import { seenAssets } from '#library/seeing'
import type { Condition, Context, Field } from '#library/search/fields/field'
import { textMatch } from '#library/search/fields/texts'
import { isSqlite } from '#core/dialect'
import { any, never, not, rows, sql } from '#library/search/sql'
import type { Value } from '#library/search/tree'

type Other = { id: number; prompt: string | null; seed: string | null }

/** What shares its seed with another item. */
export const sameSeed = kin('sameseed', 'Same seed', ({ seed }) =>
  seed === null
    ? never
    : {
        ...sql('a.seed = ?', seed),
        driver: { ...sql('SELECT position FROM assets WHERE seed = ?', seed), ordered: false },
      }
)

/** What shares its prompt, letter by letter; its first words lead there through the full text. */
export const samePrompt = kin('sameprompt', 'Same prompt', ({ prompt }) => {
  if (!prompt) return never
  const words = prompt.match(/[\p{L}\p{N}]+/gu)?.slice(0, 12)
  const exact = sql('a.prompt = ?', prompt)
  if (!words || !isSqlite()) return exact
  const { driver } = textMatch(`{prompt} : "${words.join(' ')}"`)
  return { ...exact, driver }
})

function kin(name: string, label: string, build: (other: Other) => Condition): Field {
  return {
    label,
    help: `${label.toLowerCase()} as the item with this number`,
    example: `${name}:123`,
    check: ({ text }) => {
      if (!/^\d{1,9}$/.test(text)) throw new Error(`“${name}:” takes the number of an item.`)
    },
    build: async ({ values, operator }, context) => {
      const parts = await Promise.all(
        values.map(async (value) => {
          const other = await visible(value, context)
          return other ? build(other) : never
        })
      )
      if (parts.length === 1 && operator !== '!=') return parts[0]
      return operator === '!=' ? not(any(parts)) : any(parts)
    },
  }
}

async function visible({ text }: Value, { viewer, hint }: Context) {
  const seen = seenAssets(viewer)
  const [other] = await rows<Other>(
    sql(
      `SELECT id, prompt, seed FROM assets a WHERE id = ? AND ${seen.sql}`,
      Number(text),
      ...seen.bindings
    )
  )
  if (!other) hint(`There is no item ${text}.`)
  return other
}
