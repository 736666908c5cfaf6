import { fieldNamed } from '#library/search/fields/registry'
import { isSortKey, sortNames } from '#library/search/sorting'
import { join, QueryError, type Node, type ParsedQuery, type SortKey } from '#library/search/tree'
import { tokenize, type PlacedValue, type Token } from '#library/search/tokenizer'

export const limits = { characters: 2_000, depth: 32, terms: 100, results: 10_000 }

type FieldToken = Extract<Token, { type: 'field' }>
const controls = ['sort', 'limit']

/** Reads a query by recursive descent; throws a QueryError that knows its column. */
export function parse(text: string): ParsedQuery {
  if (text.length > limits.characters) {
    throw new QueryError(
      `A search may have ${limits.characters.toLocaleString('en')} characters; this one has ${text.length.toLocaleString('en')}.`,
      limits.characters + 1
    )
  }
  const { tokens, hints } = tokenize(text, (name) => controls.includes(name) || !!fieldNamed(name))
  const sort: SortKey[] = []
  let limit: number | null = null
  let at = 0
  let depth = 0
  let terms = 0

  const tree = readOr()
  if (at < tokens.length) {
    throw new QueryError('This parenthesis closes nothing.', tokens[at].column)
  }
  if (text.trim() && !tree && !sort.length && !limit && !hints.length) {
    hints.push({
      message: `“${text.trim()}” holds nothing to search for, so this is everything.`,
      column: 1,
    })
  }
  return { tree, sort, limit, hints }

  function readOr(): Node | null {
    const nodes = [readAnd()]
    while (tokens[at]?.type === 'or') {
      const { column } = tokens[at++]
      const left = tokens[at - 2]
      if (!left || ['open', 'or', 'not'].includes(left.type) || !startsTerm(tokens[at])) {
        throw new QueryError('OR needs something on both sides.', column)
      }
      nodes.push(readAnd())
    }
    return join('or', nodes.filter(isNode))
  }

  function readAnd(): Node | null {
    const nodes = []
    while (startsTerm(tokens[at])) nodes.push(readUnary(false))
    return join('and', nodes.filter(isNode))
  }

  function readUnary(negated: boolean): Node | null {
    const token = tokens[at++]
    if (token?.type === 'not') {
      if (!startsTerm(tokens[at])) {
        throw new QueryError('There is nothing after this NOT.', token.column)
      }
      const node = deeper(token, () => readUnary(true))
      return node && { type: 'not', node }
    }
    if (token.type === 'open') return readGroup(token)
    if (token.type === 'field') return readField(token, negated)
    if (token.type !== 'text') throw new QueryError('Something is missing here.', token.column)
    countTerms(1, token.column)
    return { type: 'text', text: token.text, prefix: token.prefix }
  }

  function readGroup(open: Token) {
    const node = deeper(open, readOr)
    if (tokens[at]?.type !== 'close') {
      throw new QueryError('This parenthesis is never closed.', open.column)
    }
    at++
    return node
  }

  function deeper<T>(token: Token, read: () => T) {
    if (++depth > limits.depth) {
      throw new QueryError(`A search may be nested ${limits.depth} deep.`, token.column)
    }
    const result = read()
    depth--
    return result
  }

  function readField(token: FieldToken, negated: boolean): Node | null {
    if (controls.includes(token.name)) return readControl(token, negated)
    countTerms(token.values.length, token.column)
    const { name, field } = fieldNamed(token.name)!
    for (const value of token.values) atColumn(value, () => field.check(value, token.operator))
    const values = token.values.map((value) => ({ text: value.text, quoted: value.quoted }))
    return { type: 'field', name, operator: token.operator, values }
  }

  function readControl({ name, column, values }: FieldToken, negated: boolean) {
    if (depth > 0 || negated) {
      throw new QueryError(`“${name}:” cannot be inside parentheses or negated.`, column)
    }
    for (const value of values) {
      if (name === 'sort') sort.push(readSortKey(value))
      else limit = readLimit(value)
    }
    return null
  }

  function countTerms(count: number, column: number) {
    terms += count
    if (terms > limits.terms) {
      throw new QueryError(`A search may have ${limits.terms} terms.`, column)
    }
  }
}

const isNode = (node: Node | null): node is Node => node !== null

function startsTerm(token: Token | undefined) {
  return !!token && token.type !== 'or' && token.type !== 'close'
}

function atColumn<T>(value: PlacedValue, check: () => T) {
  try {
    return check()
  } catch (error) {
    throw new QueryError((error as Error).message, value.column)
  }
}

function readSortKey(value: PlacedValue): SortKey {
  const random = /^random(?:~(.{1,40}))?$/is.exec(value.text)
  if (random) return { key: 'random', descending: false, seed: random[1] ?? '1' }
  const descending = value.text.endsWith('-')
  const key = value.text.replace(/[-+]$/, '').toLowerCase()
  if (!isSortKey(key)) {
    const message = `Nothing can be sorted by “${value.text}”. There is ${sortNames.join(', ')}.`
    throw new QueryError(message, value.column)
  }
  return { key, descending }
}

function readLimit(value: PlacedValue) {
  const limit = /^\d{1,6}$/.test(value.text) ? Number(value.text) : 0
  if (limit < 1 || limit > limits.results) {
    const message = `“limit:” takes a number from 1 to ${limits.results.toLocaleString('en')}.`
    throw new QueryError(message, value.column)
  }
  return limit
}
