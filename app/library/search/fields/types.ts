import { choices } from '#library/search/fields/choices'
import type { Field } from '#library/search/fields/field'
import { not, places, sql } from '#library/search/sql'

const kind = (name: string) => ({ help: name, build: () => sql('a.kind = ?', name) })

export const type = choices(
  { image: kind('image'), video: kind('video'), audio: kind('audio') },
  { label: 'Type', help: 'image, video or audio', example: 'type:video' }
)

const spellings = [
  ['jpg', 'jpeg', 'jpe'],
  ['tif', 'tiff'],
  ['heic', 'heif'],
  ['mpg', 'mpeg'],
]

/** The type that the bytes are, whatever the name says. */
export const extension: Field = {
  label: 'File type',
  help: 'png, jpg, webp …',
  example: 'ext:png',
  check: () => {},
  offer: ({ counts }) => counts('extension'),
  build: ({ values, operator }) => {
    const wanted = values.flatMap(({ text }) => {
      const name = text.toLowerCase().replace(/^\./, '')
      return spellings.find((group) => group.includes(name)) ?? [name]
    })
    const found = sql(`a.extension IN (${places(wanted)})`, ...wanted)
    return operator === '!=' ? not(found) : found
  },
}
