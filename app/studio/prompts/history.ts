import { seenAssets } from '#library/seeing'
import db from '@adonisjs/lucid/services/db'
import type User from '#accounts/models/user'
import { thumbnailUrl } from '#library/gallery/addresses'

const pageLength = 30
const picturesShown = 4

export interface PastPrompt {
  prompt: string
  lastOrderId: number
  orders: number
  results: number
  rated: number
  /** The mean of this person's ratings of what came of it. */
  rating: number | null
  pictures: { id: number; thumbnail: string }[]
}

/** The prompts this person ordered, the last ordered first; `before` is the order the page before ended with. */
export async function pastPrompts(viewer: User, before?: number) {
  const found = await db
    .from('orders')
    .where('user_id', viewer.id)
    .whereNot('state', 'draft')
    .whereNot('prompt', '')
    .groupBy('prompt')
    .havingRaw(before ? 'max(id) < ?' : '1 = 1', before ? [before] : [])
    .orderByRaw('max(id) DESC')
    .limit(pageLength + 1)
    .select('prompt')
  const page = await withResults(
    viewer,
    found.slice(0, pageLength).map(({ prompt }) => prompt)
  )
  return {
    prompts: page,
    next: found.length > pageLength ? page.at(-1)!.lastOrderId : null,
  }
}

/** Those with the best mean rating, of at least one rated result. */
export async function bestPrompts(viewer: User) {
  const found = await db
    .from('marks as m')
    .join('products as p', 'p.asset_id', 'm.asset_id')
    .join('order_items as i', 'i.id', 'p.order_item_id')
    .join('orders as o', 'o.id', 'i.order_id')
    .where({ 'm.user_id': viewer.id, 'o.user_id': viewer.id })
    .whereNotNull('m.rating')
    .whereNot('o.prompt', '')
    .groupBy('o.prompt')
    .orderByRaw('avg(m.rating) DESC, count(*) DESC')
    .limit(pageLength)
    .select('o.prompt')
  return {
    prompts: await withResults(
      viewer,
      found.map(({ prompt }) => prompt)
    ),
    next: null,
  }
}

/** In the order given. */
async function withResults(viewer: User, prompts: string[]): Promise<PastPrompt[]> {
  const [numbers, pictures] = await Promise.all([
    numbersOf(viewer, prompts),
    picturesOf(viewer, prompts),
  ])
  return prompts.map((prompt) => ({
    prompt,
    ...numbers.get(prompt)!,
    pictures: pictures.get(prompt) ?? [],
  }))
}

async function numbersOf(viewer: User, prompts: string[]) {
  const rows = await resultsOf(viewer, prompts)
    .groupBy('o.prompt')
    .select('o.prompt')
    .max('o.id as lastOrderId')
    .countDistinct('o.id as orders')
    .count('p.id as results')
    .count('m.rating as rated')
    .avg('m.rating as rating')
  return new Map(
    rows.map(({ prompt, lastOrderId, orders, results, rated, rating }) => [
      prompt as string,
      {
        lastOrderId: Number(lastOrderId),
        orders: Number(orders),
        results: Number(results),
        rated: Number(rated),
        rating: rating === null ? null : Number(rating),
      },
    ])
  )
}

/** The best rated and latest of each prompt that the person may see. */
async function picturesOf(viewer: User, prompts: string[]) {
  const seen = seenAssets(viewer)
  const ranked = resultsOf(viewer, prompts)
    .join('assets as a', 'a.id', 'p.asset_id')
    .whereRaw(seen.sql, seen.bindings)
    .whereNull('a.deleted_at')
    .whereNotNull('a.placeholder')
    .select('o.prompt', 'a.id', 'a.sha256')
    .select(
      db.raw(
        'row_number() OVER (PARTITION BY o.prompt ORDER BY coalesce(m.rating, 0) DESC, a.id DESC) AS place'
      )
    )
  const rows = await db
    .from(ranked.as('ranked'))
    .where('place', '<=', picturesShown)
    .orderBy('place')
  const pictures = new Map<string, PastPrompt['pictures']>()
  for (const { prompt, id, sha256 } of rows) {
    const thumbnail = thumbnailUrl({ id, sha256 }, 320)
    pictures.set(prompt, [...(pictures.get(prompt) ?? []), { id, thumbnail }])
  }
  return pictures
}

function resultsOf(viewer: User, prompts: string[]) {
  return db
    .from('orders as o')
    .leftJoin('order_items as i', 'i.order_id', 'o.id')
    .leftJoin('products as p', 'p.order_item_id', 'i.id')
    .leftJoin('marks as m', (join) =>
      join.on('m.asset_id', 'p.asset_id').andOnVal('m.user_id', viewer.id)
    )
    .where('o.user_id', viewer.id)
    .whereNot('o.state', 'draft')
    .whereIn('o.prompt', prompts)
}
