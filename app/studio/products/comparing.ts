import { Exception } from '@adonisjs/core/exceptions'
import type User from '#accounts/models/user'
import { pictureOf } from '#library/curation/picture'
import { compareWords, type Words } from '#duplicates/comparison'
import Product from '#studio/models/product'
import type Project from '#studio/models/project'
import { valueText } from '#studio/orders/wording'
import { seenProducts } from '#studio/products/list'
import { variedName } from '#studio/products/wording'

export interface ComparedValue {
  label: string
  values: Words[][]
  differs: boolean
}

/** Two to four pictures of a project beside each other, in the order given, and what they were made with. */
export async function compareProducts(project: Project, assetIds: number[], viewer: User) {
  const ids = seenProducts(project, viewer).whereIn('p.asset_id', assetIds).select('p.id')
  const found = await Product.query()
    .whereIn('id', ids)
    .preload('asset')
    .preload('item', (item) => item.preload('order'))
    .orderBy('id', 'desc')
  const products = assetIds.flatMap((id) => found.find(({ assetId }) => assetId === id) ?? [])
  if (products.length < assetIds.length) {
    throw new Exception('One of these pictures is gone, or was never here.', { status: 404 })
  }
  const values = compareFacts(products.map(factsOf))
  return {
    sides: products.map((product) => ({ product, picture: pictureOf(product.asset) })),
    values,
    differences: values.filter(({ differs }) => differs).length,
  }
}

function compareFacts(sides: Map<string, string>[]): ComparedValue[] {
  const labels = new Set(sides.flatMap((side) => [...side.keys()]))
  return [...labels].map((label) => {
    const texts = sides.map((side) => side.get(label) ?? '')
    const [first] = texts
    const words = texts.map((text) => compareWords(first, text).right)
    return { label, values: words, differs: new Set(texts).size > 1 }
  })
}

/** Label → text of what a picture was ordered with. */
function factsOf({ item, stage }: Product): Map<string, string> {
  const { order } = item
  const said = [item.prompt, item.negativePrompt, item.seed]
  const isSeed = (name: string) => item.seed !== null && name.toLowerCase() === 'seed'
  const facts: [string, unknown][] = [
    ['Stage', stage],
    ['Order', `#${order.id}`],
    ['Model', order.modelName ?? order.modelRef],
    ['Prompt', item.prompt],
    ['Negative prompt', item.negativePrompt],
    ...Object.entries(item.choices)
      .filter(([name]) => !isSeed(name))
      .map(([name, value]): [string, string] => [variedName(name), value]),
    ...Object.entries(item.parameters).filter(
      ([name, value]) => !isSeed(name) && !said.includes(valueText(value))
    ),
    ['Seed', item.seed],
  ]
  const texts = facts.map(([label, value]): [string, string] => [label, valueText(value)])
  return new Map(texts.filter(([, text]) => text))
}
