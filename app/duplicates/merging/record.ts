import type User from '#accounts/models/user'
import { editableFields, type FieldName } from '#library/curation/fields'
import type { MergePreview } from '#duplicates/merging'

/** One line of the record a merge results in; `gained` where the keeper did not say so before. */
export interface RecordLine {
  label: string
  text: string
  gained: boolean
}

/** What the keeper will say after the merge, to the person who asks: their own rating, what they see of collections. */
export function recordAfter({ keeper, gains }: MergePreview, viewer: User): RecordLine[] {
  const mark = markOf(gains.marks, viewer) ?? markOf(keeper.marks, viewer)
  const isMarked = !!markOf(gains.marks, viewer)
  const words = { ...keeper.words, ...gains.words }
  const names = Object.keys(editableFields) as FieldName[]
  return [
    list('Tags', keeper.tags, gains.tags),
    list('Collections', namesOf(keeper.collections), namesOf(gains.collections)),
    { label: 'Rating', text: mark?.rating ? '★'.repeat(mark.rating) : '', gained: isMarked },
    { label: 'Favourite', text: mark?.favorite ? 'yes' : '', gained: isMarked },
    ...names.map((name) => ({
      label: editableFields[name].label,
      text: String(words[name] ?? ''),
      gained: Object.hasOwn(gains.words, name),
    })),
    {
      label: 'LoRAs',
      text: namesOf(gains.words.loras ?? keeper.loras).join(', '),
      gained: !!gains.words.loras,
    },
  ].filter(({ text }) => text)
}

const markOf = (marks: MergePreview['gains']['marks'], { id }: User) =>
  marks.find(({ userId }) => userId === id)

/** Names of what this person may know of. */
const namesOf = (list: { name: string | null }[]) => list.flatMap(({ name }) => name ?? [])

const list = (label: string, had: string[], gained: string[]): RecordLine => ({
  label,
  text: [...had, ...gained].join(', '),
  gained: gained.length > 0,
})
