/** One key or two-key sequence: what the page listens to, and what the help page and the overlay list. */
export interface Key {
  keys: string
  label: string
  group: 'Everywhere' | 'Go to' | 'Library' | 'Picture' | 'Slideshow' | 'Duplicates'
  /** Where it leads. Without one, the page's element with the same `data-key` is clicked, or focused if it is a field. */
  href?: string
  /** The same for everybody: what people expect of it, or a row of them. */
  fixed?: true
}

export const keyTable: Key[] = [
  { keys: '/', label: 'Search', group: 'Everywhere' },
  {
    keys: 'Ctrl+K',
    label: 'Palette: pages, collections, saved views, tags',
    group: 'Everywhere',
    fixed: true,
  },
  { keys: '?', label: 'Show these keys', group: 'Everywhere' },
  {
    keys: 'Escape',
    label: 'Close, clear the selection, or go back',
    group: 'Everywhere',
    fixed: true,
  },
  { keys: 'u', label: 'Undo, while it is offered', group: 'Everywhere' },

  { keys: 'g l', label: 'Library', group: 'Go to', href: '/library' },
  { keys: 'g c', label: 'Collections', group: 'Go to', href: '/collections' },
  { keys: 'g t', label: 'Trash', group: 'Go to', href: '/trash' },
  { keys: 'g p', label: 'Projects', group: 'Go to', href: '/projects' },
  { keys: 'g o', label: 'Orders', group: 'Go to', href: '/orders' },
  { keys: 'g d', label: 'Duplicates', group: 'Go to', href: '/duplicates' },
  { keys: 'g j', label: 'Jobs', group: 'Go to', href: '/jobs' },
  { keys: 'g h', label: 'Help', group: 'Go to', href: '/help' },

  { keys: '←', label: 'Previous picture', group: 'Library', fixed: true },
  { keys: '→', label: 'Next picture', group: 'Library', fixed: true },
  { keys: 'Enter', label: 'Open', group: 'Library', fixed: true },
  { keys: 'x', label: 'Select', group: 'Library' },
  { keys: 'Shift+arrows', label: 'Select a range', group: 'Library', fixed: true },
  {
    keys: 'Ctrl+A',
    label: 'Select the page; again: everything that matches',
    group: 'Library',
    fixed: true,
  },
  { keys: '+', label: 'Larger tiles', group: 'Library' },
  { keys: '-', label: 'Smaller tiles', group: 'Library' },
  { keys: 'v g', label: 'Grid', group: 'Library' },
  { keys: 'v l', label: 'List', group: 'Library' },
  { keys: 'Shift+S', label: 'Slideshow of this search', group: 'Library' },

  { keys: 'f', label: 'Favourite', group: 'Picture' },
  ...[0, 1, 2, 3, 4, 5].map((stars) => ({
    keys: String(stars),
    label: stars ? `Rate ${stars}` : 'Take the rating away',
    group: 'Picture' as const,
    fixed: true as const,
  })),
  { keys: 't', label: 'Tag', group: 'Picture' },
  { keys: 'l', label: 'Add to a collection', group: 'Picture' },
  { keys: 'Delete', label: 'Move to the trash', group: 'Picture' },
  { keys: 'r', label: 'Restore from the trash', group: 'Picture' },
  { keys: 'e', label: 'Edit', group: 'Picture' },
  { keys: 'i', label: 'Info', group: 'Picture' },
  { keys: 'z', label: 'Zoom to 1:1 and back', group: 'Picture' },
  { keys: 'o', label: 'Order it again; on a project or an order, too', group: 'Picture' },
  { keys: 'c p', label: 'Copy the prompt', group: 'Picture' },
  { keys: 'c a', label: 'Copy as A1111 text', group: 'Picture' },

  { keys: 'Space', label: 'Pause and go on', group: 'Slideshow' },

  { keys: '1 – 9', label: 'Keep this one, too, or not', group: 'Duplicates', fixed: true },
  { keys: 'Enter', label: 'Merge, and on to the next group', group: 'Duplicates', fixed: true },
  { keys: 'x', label: 'Not duplicates', group: 'Duplicates' },
  { keys: 'v', label: 'Variants: keep all', group: 'Duplicates' },
  { keys: 'l', label: 'Later', group: 'Duplicates' },
  { keys: 'Space', label: 'Compare; there, flick between the two', group: 'Duplicates' },
]

/** The keys somebody chose instead of the usual ones, by the name of what they do. */
export type OwnKeys = Record<string, string>

/** A key as it is for somebody: `keys` is theirs, and `usual` what elements and the program know it by. */
export type PersonalKey = Key & { usual: string; name: string }

/** Two things of the same key are told apart by where they are done. */
export const nameOfKey = ({ group, keys }: Key) => `${group} ${keys}`

export function keysFor(own: OwnKeys): PersonalKey[] {
  return keyTable.map((key) => {
    const name = nameOfKey(key)
    const chosen = key.fixed ? undefined : own[name]
    return { ...key, usual: key.keys, name, keys: chosen ?? key.keys }
  })
}

/** The same under the headings of lists. */
export const keyGroups = (own: OwnKeys) => Object.groupBy(keysFor(own), (key) => key.group)

/** What stands against keys chosen so, in a sentence for each. */
export function keyProblems(own: OwnKeys) {
  const table = keysFor(own)
  const problems: Record<string, string> = {}
  for (const key of table.filter(({ name }) => own[name])) {
    const other = table.find((each) => each !== key && meet(each, key) && collide(each, key))
    if (!key.keys.split(' ').every(isKey) || key.keys.split(' ').length > 2) {
      problems[key.name] =
        'One sign as s or +, Shift+S, a key as Delete or F2, or two after one another as g s.'
    } else if (other) problems[key.name] = `“${other.keys}” is “${other.label}” already.`
  }
  return problems
}

const isKey = (key: string) =>
  /^(Shift\+[A-Z]|[^\s\p{Lu}]|Space|Delete|Backspace|Insert|Home|End|PageUp|PageDown|F([1-9]|1[0-2]))$/u.test(
    key
  )

const everywhere: Key['group'][] = ['Everywhere', 'Go to']

/** Duplicates are decided about on pages of their own. */
export const isFor = (group: Key['group'], isDuplicates: boolean) =>
  everywhere.includes(group) || (group === 'Duplicates') === isDuplicates

const meet = (one: Key, other: Key) =>
  [true, false].some((page) => isFor(one.group, page) && isFor(other.group, page))

/** The same, or one begins the other. */
function collide(one: Key, other: Key) {
  const [short, long] = [one.keys, other.keys].sort((left, right) => left.length - right.length)
  return (
    short === long || long.startsWith(`${short} `) || (long === '1 – 9' && /^[1-9]$/.test(short))
  )
}
