import { printQuery, type ParsedQuery, type SortKey } from '#library/search/language'

export interface SortChoice {
  key: string
  label: string
  /** Where it stands among the keys in use, from 1; 0 when it is not used. */
  rank: number
  descending: boolean
  /** The query sorted by this alone, turned round when it already is. */
  only: string
  /** The query with this as a further key; a key in use is turned round in its place. */
  added: string
}

/** The orders the page offers; `down` is the direction one usually means. */
const choices = [
  { key: 'date', label: 'Date', down: true },
  { key: 'added', label: 'Added', down: true },
  { key: 'rating', label: 'Rating', down: true },
  { key: 'name', label: 'Name', down: false },
  { key: 'model', label: 'Model', down: false },
  { key: 'size', label: 'File size', down: true },
  { key: 'mp', label: 'Pixels', down: true },
  { key: 'duration', label: 'Duration', down: true },
  { key: 'type', label: 'Type', down: false },
  { key: 'edited', label: 'Edited', down: true },
]

const usual: SortKey[] = [{ key: 'date', descending: true }]

export function sortMenu(search: ParsedQuery): SortChoice[] {
  const given = search.sort
  const sortedBy = (sort: SortKey[]) => printQuery({ ...search, sort })
  const inUse = given.length ? given : usual
  return choices.map(({ key, label, down }) => {
    const index = inUse.findIndex((each) => each.key === key)
    const descending = index < 0 ? down : inUse[index].descending
    const turned = { key, descending: index < 0 ? down : !descending }
    const kept = given.length ? given : []
    const place = kept.findIndex((each) => each.key === key)
    const added = place < 0 ? [...kept, turned] : kept.with(place, turned)
    const alone = inUse.length === 1 && index === 0 ? turned : { key, descending }
    return {
      key,
      label,
      rank: index + 1,
      descending,
      only: sortedBy([index > 0 ? { key, descending } : alone]),
      added: sortedBy(added),
    }
  })
}
