import {
  isPlainValue,
  QueryError,
  type Operator,
  type Remark,
  type Value,
} from '#library/search/tree'

export interface PlacedValue extends Value {
  column: number
}

export type Token =
  | { type: 'open' | 'close' | 'or' | 'not'; column: number }
  | { type: 'text'; text: string; prefix: boolean; column: number }
  | { type: 'field'; name: string; operator: Operator; values: PlacedValue[]; column: number }

const marks: Record<string, 'open' | 'close' | 'or'> = { '(': 'open', ')': 'close', '|': 'or' }
const words = new Map([
  ['OR', 'or' as const],
  ['NOT', 'not' as const],
  ['AND', null],
])

/** Splits a query into tokens, each with the column it begins at. Commas between terms mean nothing. */
export function tokenize(text: string, isField: (name: string) => boolean) {
  const tokens: Token[] = []
  const hints: Remark[] = []
  let at = 0

  while (at < text.length) {
    const column = at + 1
    const mark = marks[text[at]]
    if (/[\s,]/.test(text[at])) at++
    else if (mark) push({ type: mark, column }, 1)
    else if (text[at] === '-') push(negates() ? { type: 'not', column } : null, 1)
    else readTerm(column)
  }
  return { tokens, hints }

  function push(token: Token | null, length: number) {
    if (token) tokens.push(token)
    at += length
  }

  /** A hyphen with something right after it; a lone one, as between pasted words, means nothing. */
  function negates() {
    return /^([^\s,|)-]|-\S)/.test(text.slice(at + 1, at + 3))
  }

  function readTerm(column: number) {
    const name = match(/(choice\.[\p{L}\p{N}_./-]+|[a-z_]+):/iuy)?.[1].toLowerCase()
    if (name && isField(name)) {
      at += name.length + 1
      return readField(name, column)
    }
    const quoted = text[at] === '"'
    const word = quoted ? readPhrase() : readWord()
    if (!quoted && words.has(word)) {
      const type = words.get(word)
      return push(type ? { type, column } : null, 0)
    }
    const prefix = quoted ? text[at] === '*' : /[^*]\*$/.test(word)
    if (quoted && prefix) at++
    const plain = !quoted && prefix ? word.slice(0, -1) : word
    if (plain) push({ type: 'text', text: plain, prefix, column }, 0)
    if (name && !quoted) hintAt(name, plain, column)
  }

  /** A word, with the phrase that an unknown `foo:"…"` carries. */
  function readWord() {
    const word = match(/[^\s()"|,]+/y)![0]
    at += word.length
    return word.endsWith(':') && text[at] === '"' ? word + readPhrase() : word
  }

  function hintAt(name: string, word: string, column: number) {
    const value = word.slice(name.length + 1)
    if (value.startsWith('//') || /^[\d.]*$/.test(value)) return
    hints.push({ message: `There is no field “${name}”, so this is searched as text.`, column })
  }

  function readPhrase() {
    const column = at + 1
    const phrase = match(/"((?:[^"\\]|\\.)*)"/sy)
    if (!phrase) throw new QueryError('This quotation mark is never closed.', column)
    at += phrase[0].length
    return phrase[1].replace(/\\(.)/gs, '$1')
  }

  function readField(name: string, column: number) {
    const spaced = match(/\s*(!=|>=|<=|>|<|=)?\s*/y)!
    const operator = (spaced[1] ?? '') as Operator
    at += spaced[0].length
    const values = [readValue(name)]
    while (text[at] === ',' && /[^\s,|)]/.test(text[at + 1] ?? ' ')) {
      at++
      values.push(readValue(name))
    }
    tokens.push({ type: 'field', name, operator, values, column })
  }

  function readValue(name: string): PlacedValue {
    const column = at + 1
    if (text[at] === '"') return { text: readPhrase() + readStar(), quoted: true, column }
    const from = at
    for (let open = 0; at < text.length; at++) {
      if (/[\s,|]/.test(text[at]) || (text[at] === ')' && !open)) break
      if (text[at] === '(') open++
      if (text[at] === ')') open--
    }
    if (at === from) throw new QueryError(`“${name}:” needs a value after the colon.`, column)
    const plain = text.slice(from, at)
    return { text: plain, quoted: !isPlainValue(plain), column }
  }

  function readStar() {
    if (text[at] !== '*') return ''
    at++
    return '*'
  }

  function match(pattern: RegExp) {
    pattern.lastIndex = at
    return pattern.exec(text)
  }
}
