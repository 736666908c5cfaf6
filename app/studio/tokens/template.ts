/** A prompt template as read: its parts in order. */
export type Template = Node[]

export type Node = Text | Choice | Wildcard | Assignment | Reference | Wrapping

/** Escaped text keeps its blanks where an option is trimmed. */
export type Text = { type: 'text'; text: string; escaped?: true }

/** `~` draws, `@` steps with the number of the result; null does as the mode says. */
export type Sampler = '~' | '@' | null

/** How many are taken of a list, each position once, in every order. */
export type Picks = { from: number; to: number; separator: string }

export type Choice = {
  type: 'choice'
  /** What it is called among the choices of a result; null where another name stands for it. */
  name: string | null
  sampler: Sampler
  picks: Picks
  options: Option[]
  column: number
}

export type Option = { weight: number; template: Template }

export type Wildcard = {
  type: 'wildcard'
  path: string
  sampler: Sampler
  picks: Picks
  bindings: [name: string, value: Template][]
  column: number
}

/** ${name={red|blue}}: read anew at each use, or once when immediate. */
export type Assignment = {
  type: 'assignment'
  name: string
  immediate: boolean
  onlyIfUnset: boolean
  value: Template
}

export type Reference = {
  type: 'reference'
  name: string
  fallback: Template | null
  column: number
}

/** %{in the style of ...$$a cat}: the inner text replaces the dots. */
export type Wrapping = { type: 'wrapping'; outer: Template; inner: Template }

/** The values of each wildcard path or pattern that a template leads to; a problem says why there are none. */
export type WildcardLists = Map<string, { options: Option[]; problem?: string }>

/** Known without being set; they are no choices. */
export const builtIn = ['project', 'model', 'date', 'index']

export const onePick: Picks = { from: 1, to: 1, separator: ',' }

/** How many positions can be taken of a list this long. */
export function pickRange({ from, to }: Picks, length: number) {
  const most = Math.min(to, length)
  return { least: Math.min(from, most), most }
}

/** Among choices a wildcard goes by its path, without the signs of a pattern: `styles/*` is `styles`. */
export function wildcardName(path: string) {
  return path
    .replaceAll('*', '')
    .replace(/[-_./]*\/[-_./]*/g, '/')
    .replace(/^[-_./]+|[-_./]+$/g, '')
}

/** Without the blanks around it, unless they are escaped. */
export function trimmed(template: Template) {
  const first = template[0]
  if (first?.type === 'text' && !first.escaped) first.text = first.text.trimStart()
  const last = template.at(-1)
  if (last?.type === 'text' && !last.escaped) last.text = last.text.trimEnd()
  return template.filter((node) => node.type !== 'text' || node.text)
}
