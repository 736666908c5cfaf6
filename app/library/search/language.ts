import { parse } from '#library/search/parser'
import { print, printQuery } from '#library/search/printer'
import { conjuncts, join, QueryError, type Node, type ParsedQuery } from '#library/search/tree'

export { printQuery }
export type { Node, ParsedQuery, Remark, SortKey } from '#library/search/tree'

export interface Chip {
  /** As a person reads it; `text` is what a query has. */
  label: string
  /** The term as it would be typed. */
  text: string
  negated: boolean
  /** The whole query with this term taken away. */
  without: string
}

/** Reads a search text. Never throws: what is wrong stands in `error` with the column (from 1) it is at. */
export function parseQuery(text: string | null | undefined): ParsedQuery {
  try {
    return parse(text ?? '')
  } catch (error) {
    if (!(error instanceof QueryError)) throw error
    const { message, column } = error
    return { tree: null, sort: [], limit: null, hints: [], error: { message, column } }
  }
}

/** One text for all queries that mean the same by order of terms, repetition, case of fields and spacing. */
export function canonicalQuery(text: string) {
  const parsed = parseQuery(text)
  return printQuery({ ...parsed, tree: parsed.tree && sorted(parsed.tree) })
}

/** The terms that must all hold, and sort and limit, one by one. */
export function chips(parsed: ParsedQuery): Chip[] {
  const terms = conjuncts(parsed.tree)
  const chip = (node: Node) => ({
    text: printTerm(node, terms.length),
    label: labelOf(node, terms.length),
    negated: node.type === 'not',
    without: printQuery({
      ...parsed,
      tree: join(
        'and',
        terms.filter((other) => other !== node)
      ),
    }),
  })
  const control = (text: string, rest: Partial<ParsedQuery>) => ({
    text,
    label: text,
    negated: false,
    without: printQuery({ ...parsed, ...rest }),
  })
  return [
    ...terms.map(chip),
    ...parsed.sort.map((key) =>
      control(printQuery({ tree: null, sort: [key], limit: null }), {
        sort: parsed.sort.filter((other) => other !== key),
      })
    ),
    ...(parsed.limit ? [control(`limit:${parsed.limit}`, { limit: null })] : []),
  ]
}

/** The query with one more term; its opposite (`-term` for `term` and the reverse) is taken out first. */
export function withTerm(text: string, added: string) {
  if (hasTerm(text, added)) return printQuery(parseQuery(text))
  const parsed = parseQuery(withoutTerm(text, opposite(added)))
  const term = parseQuery(added)
  return printQuery({
    tree: join('and', [...conjuncts(parsed.tree), ...conjuncts(term.tree)]),
    sort: term.sort.length ? term.sort : parsed.sort,
    limit: term.limit ?? parsed.limit,
  })
}

/** The query without a term, wherever it stands among those that must all hold. */
export function withoutTerm(text: string, removed: string) {
  const parsed = parseQuery(text)
  const gone = conjuncts(parseQuery(removed).tree).map((node) => print(sorted(node)))
  const kept = conjuncts(parsed.tree).filter((node) => !gone.includes(print(sorted(node))))
  return printQuery({ ...parsed, tree: join('and', kept) })
}

/** Whether a term stands among those that must all hold. */
export function hasTerm(text: string, term: string) {
  const terms = conjuncts(parseQuery(text).tree).map((node) => print(sorted(node)))
  const wanted = conjuncts(parseQuery(term).tree)
  return wanted.length > 0 && wanted.every((node) => terms.includes(print(sorted(node))))
}

/** The query with another order. */
export function withSort(text: string, sort: string) {
  const parsed = parseQuery(text)
  return printQuery({ ...parsed, sort: sort ? parseQuery(`sort:${sort}`).sort : [] })
}

function printTerm(node: Node, among: number) {
  return among > 1 && node.type === 'or' ? `(${print(node)})` : print(node)
}

/** One word as a person wrote it; the printed form quotes `foo:bar` where there is no field foo. */
function labelOf(node: Node, among: number): string {
  const word = node.type === 'not' ? node.node : node
  if (word.type !== 'text' || /\s/.test(word.text)) return printTerm(node, among)
  return `${node === word ? '' : '-'}${word.text}${word.prefix ? '*' : ''}`
}

function opposite(term: string) {
  return term.startsWith('-') ? term.slice(1) : `-${term}`
}

function sorted(node: Node): Node {
  if (node.type === 'not') return { type: 'not', node: sorted(node.node) }
  if (node.type === 'field') return { ...node, values: unique(node.values, (value) => value.text) }
  if (node.type === 'text') return node
  const parts = unique(node.nodes.map(sorted), print)
  return join(node.type, parts)!
}

function unique<T>(items: T[], key: (item: T) => string) {
  const byKey = new Map(items.map((item) => [key(item), item]))
  return [...byKey.keys()].sort().map((each) => byKey.get(each)!)
}
