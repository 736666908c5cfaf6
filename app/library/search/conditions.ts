import type { Condition, Context } from '#library/search/fields/field'
import { fieldNamed } from '#library/search/fields/registry'
import { anyText, textMatch } from '#library/search/fields/texts'
import { isSqlite } from '#core/dialect'
import { all, any, not } from '#library/search/sql'
import { conjuncts, type Node } from '#library/search/tree'

/** The conditions that must all hold; those of the full text become one. */
export async function compile(tree: Node | null, context: Context): Promise<Condition[]> {
  const parts = await compileEach(conjuncts(tree), context)
  return mergeTexts(parts)
}

/** Whether the query itself speaks of the trash; otherwise what lies there stays out. */
export function mentionsTrash(node: Node | null): boolean {
  if (!node || node.type === 'text') return false
  if (node.type === 'not') return mentionsTrash(node.node)
  if (node.type !== 'field') return node.nodes.some(mentionsTrash)
  return node.name === 'is' && node.values.some(({ text }) => text.toLowerCase() === 'trashed')
}

async function compileNode(node: Node, context: Context): Promise<Condition | null> {
  if (node.type === 'text') return anyText(node)
  if (node.type === 'field') return fieldNamed(node.name)!.field.build(node, context)
  if (node.type === 'not') {
    const part = await compileNode(node.node, context)
    return part && { ...not(part), unwanted: part.match }
  }
  const parts = await compileEach(node.nodes, context)
  if (!parts.length) return null
  if (node.type === 'or') return either(parts)
  const merged = mergeTexts(parts)
  return merged.length === 1 ? merged[0] : all(merged)
}

async function compileEach(nodes: Node[], context: Context) {
  const parts = await Promise.all(nodes.map((node) => compileNode(node, context)))
  return parts.filter((part) => part !== null)
}

function either(parts: Condition[]) {
  const matches = parts.map((part) => part.match)
  if (matches.includes(undefined)) return any(parts)
  return textMatch(matches.map((match) => `(${match})`).join(' OR '))
}

function mergeTexts(parts: Condition[]): Condition[] {
  const wanted = parts.filter((part) => part.match)
  if (!isSqlite() || !wanted.length) return parts
  const unwanted = parts.filter((part) => part.unwanted)
  const rest = parts.filter((part) => !part.match && !part.unwanted)
  const match = wanted.map((part) => `(${part.match})`).join(' AND ')
  const but = unwanted.map((part) => ` NOT (${part.unwanted})`).join('')
  return [textMatch(but ? `(${match})${but}` : match), ...rest]
}
