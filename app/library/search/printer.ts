import {
  isPlainValue,
  type Node,
  type ParsedQuery,
  type SortKey,
  type Value,
} from '#library/search/tree'

/** The text of a query; parsing it gives the same tree, sort and limit again. */
export function printQuery({ tree, sort, limit }: Pick<ParsedQuery, 'tree' | 'sort' | 'limit'>) {
  return [
    tree ? print(tree) : '',
    sort.length ? `sort:${sort.map(printSortKey).join(',')}` : '',
    limit ? `limit:${limit}` : '',
  ]
    .filter(Boolean)
    .join(' ')
}

export function print(node: Node): string {
  switch (node.type) {
    case 'text':
      return (isPlainWord(node.text) ? node.text : quote(node.text)) + (node.prefix ? '*' : '')
    case 'field':
      return `${node.name}:${node.operator}${node.values.map(printValue).join(',')}`
    case 'not':
      return `-${inner(node.node, ['and', 'or'])}`
    case 'and':
      return node.nodes.map((part) => inner(part, ['and', 'or'])).join(' ')
    case 'or':
      return node.nodes.map((part) => inner(part, ['or'])).join(' OR ')
  }
}

export function printSortKey({ key, descending, seed }: SortKey) {
  if (key === 'random')
    return isPlainValue(`random~${seed}`) ? `random~${seed}` : quote(`random~${seed}`)
  return key + (descending ? '-' : '')
}

function inner(node: Node, grouped: string[]) {
  return grouped.includes(node.type) ? `(${print(node)})` : print(node)
}

export function printValue({ text, quoted }: Value) {
  return quoted || !isPlainValue(text) ? quote(text) : text
}

const isPlainWord = (text: string) =>
  /^[^\s()"|,:*\\-][^\s()"|,:*\\]*$/.test(text) && !['OR', 'NOT', 'AND'].includes(text)

function quote(text: string) {
  return `"${text.replace(/["\\]/g, '\\$&')}"`
}
