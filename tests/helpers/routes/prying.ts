import db from '@adonisjs/lucid/services/db'
import type { Ids } from '#tests/helpers/routes/world'
import type { World } from '#tests/helpers/routes/worlds'

export type Query = (ids: Ids) => Record<string, string>

const sending =
  (query: Record<string, string>): Query =>
  () =>
    query

/** What somebody asks who guesses how the names of others begin (`hush`), or knows their numbers. */
export const prying: Record<string, Query[]> = {
  'library.assets.index': [
    ...['hush*', 'prompt:hush*', 'tag:hush*', 'tag:"tag hush*"', 'model:hush*', 'lora:hush*'],
    ...['collection:hush*', 'collection:"collection hush*"', 'name:hush*', 'notes:hush*'],
    ...['in:trash', 'sort:rating-', '-fox', 'has:duplicates'],
  ]
    .map((q) => sending({ q }))
    .concat(
      sending({ view: 'list' }),
      (ids) => ({ q: `like:${ids.asset}` }),
      (ids) => ({ q: `project:${ids.project}` }),
      (ids) => ({ q: `order:${ids.order}` })
    ),
  'library.facets.index': [sending({ q: 'hush*' }), sending({ q: 'tag:hush*' })],
  'library.completions.index': [
    ...['hush', 'tag:tag', 'tag:hush', 'model:model', 'model:', 'lora:lora', 'lora:', 'tag:'],
    ...['collection:collection', 'collection:', 'prompt:', 'choice:', 'source:', 'name:', 'in:'],
    ...['project:', 'project:project', 'folder:', 'folder:folder', 'colour:', 'generator:'],
  ].map((text) => sending({ text })),
  'library.tag_completions.index': [
    sending({ names: 'tag' }),
    sending({ parent: 'tag' }),
    sending({ into: 'tag' }),
  ],
  'library.tags.index': [sending({ search: 'tag' }), sending({ unused: '1' })],
  'trash.items.index': [sending({ search: 'hush' })],
  'duplicates.groups.index': [sending({ across: '1' }), sending({ later: '1' })],
  'studio.templates.index': [sending({ search: 'template' })],
  'studio.templates.create': [
    ({ asset }) => ({ asset: String(asset) }),
    ({ order }) => ({ order: String(order) }),
  ],
  'studio.drafts.create': [
    ({ asset }) => ({ from_asset: String(asset) }),
    ({ order }) => ({ from_order: String(order) }),
    ({ template }) => ({ template: String(template) }),
    ({ project }) => ({ project: String(project) }),
  ],
  'studio.orders.index': [({ project }) => ({ project: String(project) })],
  'studio.prompts.index': [sending({ show: 'best' })],
  'studio.products.index': ['draft', 'shortlist', 'final'].map((stage) => sending({ stage })),
  'library.slideshows.show': [sending({ q: 'hush*' }), sending({ q: 'collection:hush*' })],
}

const item: Query = ({ asset }) => ({ 'ids[]': String(asset) })
const pair = ({ asset, other }: Ids) => ({
  'members[0]': String(asset),
  'members[1]': String(other),
})

/** What somebody sends who knows the numbers of what is private to others. */
export const meddling: Record<string, Query[]> = {
  'library.changes.store': [
    (ids) => ({ ...item(ids), do: 'tag', names: 'Fox' }),
    (ids) => ({ ...item(ids), do: 'untag', names: 'Fox' }),
    (ids) => ({ ...item(ids), do: 'favorite' }),
    (ids) => ({ ...item(ids), rating: '1' }),
    (ids) => ({ ...item(ids), do: 'collect', collection: 'Mine' }),
    sending({ all: '1', q: '', do: 'tag', names: 'Fox' }),
    sending({ all: '1', q: 'in:trash', do: 'tag', names: 'Fox' }),
    sending({ all: '1', q: '', rating: '1' }),
  ],
  'library.changes.destroy': [sending({})],
  'library.asset_collections.store': [sending({ name: 'Mine' })],
  'library.asset_collections.destroy': [sending({})],
  'library.covers.update': [({ asset }) => ({ assetId: String(asset) })],
  'library.collection_assets.update': [sending({ to: 'first' })],
  'library.collection_assets.destroy': [sending({})],
  'library.reversions.store': [sending({})],
  'trash.items.store': [item, sending({ all: '1', q: '' })],
  'trash.restorations.store': [item, sending({ all: '1' })],
  'trash.purges.store': [item, sending({ all: '1' })],
  'duplicates.merges.store': [(ids) => ({ ...pair(ids), keeper: String(ids.asset) })],
  'duplicates.decisions.store': [
    (ids) => ({ ...pair(ids), keeper: String(ids.asset), verdict: 'different' }),
  ],
  'duplicates.postponements.store': [pair],
  'duplicates.plans.store': [
    sending({ preset: 'bytes', of: 'page' }),
    ({ group }) => ({ 'preset': 'bytes', 'groups[]': String(group) }),
  ],
  'studio.product_stages.update': [
    ({ products }) => ({ 'stage': 'final', 'ids[]': String(products[0]) }),
  ],
}

/** The same, sent to the API. */
export const meddlingByKey: Record<string, ((ids: Ids) => object)[]> = {
  'api.assets.trashings.store': [({ asset }) => ({ ids: [asset] })],
  'api.assets.trashings.update': [({ asset }) => ({ ids: [asset] })],
  'api.images.ignored.store': [({ asset, other }) => ({ ids: [asset, other] })],
  'api.images.merges.store': [({ asset, other }) => ({ keep_id: asset, merge_ids: [other] })],
  'api.actions.store': [({ asset }) => ({ ids: [asset] })],
  'api.actions.update': [({ asset, folder }) => ({ ids: [asset], folder_id: folder })],
  'api.actions.destroy': [({ asset }) => ({ ids: [asset] })],
  'api.collections.items.store': [({ asset }) => ({ ids: [asset] })],
  'api.collections.items.destroy': [({ asset }) => ({ ids: [asset] })],
  'api.products.update': [({ products }) => ({ ids: products, stage: 'final' })],
}

/** All that is kept of the private things of a world, but when somebody looked at them. */
export async function privateRows({ ids }: World) {
  const items = [ids.asset, ids.other, ...ids.products]
  const owned: [string, string][] = [
    ...['asset_tags', 'marks', 'collection_assets', 'trash_moves', 'asset_metadata'],
    ...['revisions', 'products', 'duplicate_file_operations'],
  ].map((table) => [table, 'asset_id'])
  const rows = []
  for (const [table, column] of [['assets', 'id'], ...owned]) {
    rows.push(await db.from(table).whereIn(column, items).orderBy(column))
  }
  const decided = ['duplicate_decisions', 'duplicate_merges', 'duplicate_plan_groups']
  for (const table of decided) rows.push(await db.from(table).count('* as count'))
  rows.push(await db.from('collections').where('id', ids.collection))
  return JSON.stringify(rows)
}

/** All that is kept, but for when somebody was here, how often a link was looked at, and what the log says of it. */
export async function everyRow() {
  const all = await db.connection().getAllTables()
  const tables = all.filter(
    (table) => !/^(adonis_|asset_texts|sqlite_|sessions|audit_events)/.test(table)
  )
  const rows: Record<string, unknown>[][] = []
  for (const table of tables) rows.push(await db.from(table))
  return JSON.stringify(rows, (name, value) => (uncounted.includes(name) ? null : value))
}

const uncounted = ['last_seen_at', 'views', 'downloads']
