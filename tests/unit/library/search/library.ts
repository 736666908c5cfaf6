import db from '@adonisjs/lucid/services/db'
import type { Group } from '@japa/runner/core'
import type User from '#accounts/models/user'
import { createUser } from '#accounts/accounts'
import Order from '#studio/models/order'
import OrderItem from '#studio/models/order_item'
import Product from '#studio/models/product'
import Project from '#studio/models/project'
import { emptyRecipe } from '#studio/ordering/drafting'

export interface Cast {
  ada: User
  ben: User
}

/** What differs from a plain public 1024 × 1024 PNG of Ada's. */
export type Item = Partial<{
  by: keyof Cast
  private: boolean
  at: string
  tags: string[]
  loras: string[]
  choices: Record<string, string>
  /** What it was ordered for: Hush is Ben's alone, all others everybody's. */
  project: string
  ada: number | 'favorite'
  ben: number | 'favorite'
  [column: string]: unknown
}>

/** Puts a library of named items into an empty database before each test; ids follow the names. */
export function withLibrary(group: Group, items: Record<string, Item>) {
  const library = { cast: {} as Cast, ids: {} as Record<string, number> }
  group.each.setup(async () => {
    await db.beginGlobalTransaction()
    library.cast = { ada: await person('ada', 'admin'), ben: await person('ben', 'viewer') }
    library.ids = {}
    await makeTags()
    for (const [name, item] of Object.entries(items)) {
      library.ids[name] = await make(name, item, library.cast)
    }
    await makeCollections(library)
    return () => db.rollbackGlobalTransaction()
  })
  return {
    get cast() {
      return library.cast
    },
    id: (name: string) => library.ids[name],
    name: (id: number | null) =>
      Object.keys(library.ids).find((name) => library.ids[name] === id) ?? null,
  }
}

function person(name: string, role: 'admin' | 'viewer') {
  return createUser({
    email: `${name}@example.org`,
    fullName: name,
    password: 'secret-secret',
    role,
  })
}

async function makeTags() {
  const now = '2026-01-01 00:00:00'
  const tag = async (name: string, parent: string | null = null) => {
    const slug = name.toLowerCase().replaceAll(' ', '_')
    const above = parent ? await db.from('tags').where('slug', parent).firstOrFail() : null
    await db.table('tags').insert({ name, slug, parent_id: above?.id, created_at: now })
  }
  for (const name of ['draft', 'animal', 'Red Fox', 'city', 'empty']) await tag(name)
  await tag('fox', 'animal')
  await tag('arctic fox', 'fox')
  const city = await db.from('tags').where('slug', 'city').first()
  await db.table('tag_aliases').insert({ slug: 'town', name: 'town', tag_id: city.id })
}

async function makeCollections({ cast, ids }: { cast: Cast; ids: Record<string, number> }) {
  const collections: [string, keyof Cast, string, string[]][] = [
    ['Best of 2026', 'ada', 'everyone', ['fox', 'harbour', 'hidden', 'binned']],
    ['Secret', 'ben', 'private', ['city']],
    ['Été', 'ada', 'everyone', ['harbour']],
  ]
  for (const [name, owner, visibility, members] of collections) {
    const [row] = await db
      .table('collections')
      .insert({ name, owner_id: cast[owner].id, visibility, created_at: '2026-01-01 00:00:00' })
      .returning('id')
    for (const [rank, member] of members.entries()) {
      if (!ids[member]) continue
      await db
        .table('collection_assets')
        .insert({ collection_id: row.id ?? row, asset_id: ids[member], rank })
    }
  }
}

/** By an order of its own. */
async function makeProduct(assetId: number, name: string, { ada, ben }: Cast) {
  const owner = name === 'Hush' ? ben : ada
  const visibility = name === 'Hush' ? 'private' : 'everyone'
  const project =
    (await Project.findBy({ name })) ??
    (await Project.create({ name, visibility, brief: '', defaults: {}, ownerId: owner.id }))
  const placed = { ...emptyRecipe, projectId: project.id, userId: owner.id, prompt: name }
  const order = await Order.create({ ...placed, state: 'succeeded', itemsDone: 1 })
  const made = { prompt: name, choices: {}, parameters: {}, state: 'succeeded' as const }
  const item = await OrderItem.create({ ...made, orderId: order.id, position: 0 })
  const product = { assetId, orderItemId: item.id, projectId: project.id, position: 0 }
  await Product.create(product)
}

let running = 0

async function make(name: string, item: Item, cast: Cast) {
  const {
    by = 'ada',
    private: hidden,
    at = '2026-03-01 12:00:00',
    tags,
    loras,
    choices,
    project,
    ada,
    ben,
    ...own
  } = item
  const position = Math.floor(Date.parse(`${at.replace(' ', 'T')}Z`) / 1000) * 2 ** 21 + running++
  const [row] = await db
    .table('assets')
    .insert({
      owner_id: cast[by].id,
      visibility: hidden ? 'private' : 'everyone',
      position,
      kind: 'image',
      mime: 'image/png',
      extension: 'png',
      file_name: `${name}.png`,
      path: `${name}.png`,
      size: 1_000_000,
      sha256: name,
      width: 1024,
      height: 1024,
      orientation: 1,
      placeholder: 'data:',
      captured_at: at,
      captured_source: 'file',
      created_at: at,
      ...own,
    })
    .returning('id')
  const id = row.id ?? row
  for (const slug of tags ?? []) {
    const tag = await db.from('tags').where('slug', slug).firstOrFail()
    await db.table('asset_tags').insert({ tag_id: tag.id, position, asset_id: id })
  }
  for (const lora of loras ?? []) {
    await db.table('asset_loras').insert({ asset_id: id, name: lora, weight: 0.8 })
  }
  if (project) await makeProduct(id, project, cast)
  for (const [choice, value] of Object.entries(choices ?? {})) {
    await db.table('asset_choices').insert({ asset_id: id, name: choice, value })
  }
  for (const [who, mark] of Object.entries({ ada, ben })) {
    if (mark === undefined) continue
    const marks = mark === 'favorite' ? { favorite: true } : { rating: mark, favorite: false }
    await db.table('marks').insert({ user_id: cast[who as keyof Cast].id, asset_id: id, ...marks })
  }
  return id
}
