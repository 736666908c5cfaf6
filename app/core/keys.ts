/** One key or two-key sequence: what the page listens to, and what the help page and the overlay list. */
export interface Key {
  keys: string
  label: string
  group: 'Everywhere' | 'Go to' | 'Library' | 'Picture' | 'Slideshow' | 'Duplicates'
  /** Where it leads. Without one, the page's element with the same `data-key` is clicked, or focused if it is a field. */
  href?: string
}

export const keyTable: Key[] = [
  { keys: '/', label: 'Search', group: 'Everywhere' },
  { keys: 'Ctrl+K', label: 'Palette: pages, collections, saved views, tags', group: 'Everywhere' },
  { keys: '?', label: 'Show these keys', group: 'Everywhere' },
  { keys: 'Escape', label: 'Close, clear the selection, or go back', group: 'Everywhere' },
  { keys: 'u', label: 'Undo, while it is offered', group: 'Everywhere' },

  { keys: 'g l', label: 'Library', group: 'Go to', href: '/library' },
  { keys: 'g c', label: 'Collections', group: 'Go to', href: '/collections' },
  { keys: 'g t', label: 'Trash', group: 'Go to', href: '/trash' },
  { keys: 'g p', label: 'Projects', group: 'Go to', href: '/projects' },
  { keys: 'g o', label: 'Orders', group: 'Go to', href: '/orders' },
  { keys: 'g d', label: 'Duplicates', group: 'Go to', href: '/duplicates' },
  { keys: 'g j', label: 'Jobs', group: 'Go to', href: '/jobs' },
  { keys: 'g h', label: 'Help', group: 'Go to', href: '/help' },

  { keys: '←', label: 'Previous picture', group: 'Library' },
  { keys: '→', label: 'Next picture', group: 'Library' },
  { keys: 'Enter', label: 'Open', group: 'Library' },
  { keys: 'x', label: 'Select', group: 'Library' },
  { keys: 'Shift+arrows', label: 'Select a range', group: 'Library' },
  { keys: 'Ctrl+A', label: 'Select the page; again: everything that matches', group: 'Library' },
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

  { keys: '1 – 9', label: 'Keep this one, too, or not', group: 'Duplicates' },
  { keys: 'Enter', label: 'Merge, and on to the next group', group: 'Duplicates' },
  { keys: 'x', label: 'Not duplicates', group: 'Duplicates' },
  { keys: 'v', label: 'Variants: keep all', group: 'Duplicates' },
  { keys: 'l', label: 'Later', group: 'Duplicates' },
  { keys: 'Space', label: 'Compare; there, flick between the two', group: 'Duplicates' },
]
