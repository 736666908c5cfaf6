export type Operator = '' | '=' | '!=' | '>' | '>=' | '<' | '<='

/** A value as written. Quotes only matter to keep `none`, `any` and `..` from having their meaning. */
export interface Value {
  text: string
  quoted: boolean
}

export interface TextNode {
  type: 'text'
  text: string
  prefix: boolean
}

export interface FieldNode {
  type: 'field'
  name: string
  operator: Operator
  values: Value[]
}

export type Node =
  | TextNode
  | FieldNode
  | { type: 'not'; node: Node }
  | { type: 'and'; nodes: Node[] }
  | { type: 'or'; nodes: Node[] }

export interface SortKey {
  key: string
  descending: boolean
  seed?: string
}

/** A sentence for a person; the column counts from 1. */
export interface Remark {
  message: string
  column: number
}

export interface ParsedQuery {
  tree: Node | null
  sort: SortKey[]
  limit: number | null
  hints: Remark[]
  error?: Remark
}

/** What is wrong with a query, where it is wrong. */
export class QueryError extends Error {
  constructor(
    message: string,
    public column: number
  ) {
    super(message)
  }
}

/** Joins nodes of one kind; nested ones of the same kind dissolve, a single one stands alone. */
export function join(type: 'and' | 'or', nodes: Node[]): Node | null {
  const flat = nodes.flatMap((node) => (node.type === type ? node.nodes : [node]))
  return flat.length > 1 ? { type, nodes: flat } : (flat[0] ?? null)
}

/** The terms that must all hold, as written from left to right. */
export function conjuncts(tree: Node | null): Node[] {
  if (!tree) return []
  return tree.type === 'and' ? tree.nodes : [tree]
}

/** Whether a value can be written without quotes. */
export function isPlainValue(text: string) {
  return /^[^\s()"|,\\=<>!][^\s()"|,\\]*$/.test(text)
}
