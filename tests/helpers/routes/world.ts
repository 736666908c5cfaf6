import { writeFile } from 'node:fs/promises'
import { randomUUID } from 'node:crypto'
import { deflateSync } from 'node:zlib'
import db from '@adonisjs/lucid/services/db'
import { backupsPath } from '#core/paths'
import { createKey } from '#accounts/api_keys'
import User from '#accounts/models/user'
import { editAsset } from '#library/curation/editing'
import { derivativePath } from '#library/derivatives/derivatives'
import { writeDerivative } from '#library/derivatives/writing'
import SourceFolder from '#library/models/source_folder'
import { startRun } from '#queue/runs'
import Wildcard from '#studio/models/wildcard'
import { keepBlock } from '#studio/prompts/builder'
import { storeCredential } from '#studio/credentials'
import { createProject } from '#studio/projects/projects'
import { createGroup } from '#tests/helpers/duplicates'
import { createAsset } from '#tests/helpers/library'
import { createTemplateOf } from '#tests/helpers/recipes'
import { createModel, createOrder } from '#tests/helpers/studio'

const backup = 'atelier-2026-01-01T000000.000-night.sqlite3'

/** One of everything a route may be about; all of it is this person's and seen by everyone. */
export async function createWorld(owner: User) {
  const name = randomUUID()
  /** These stand in all that can be private, and in nothing else: in items, and in what is made of them. */
  const secrets = { items: `hush${randomUUID()}`, places: `hush${randomUUID()}` }
  const secret = secrets.places
  const then = { created_at: '2026-01-01 00:00:00' }
  const asset = await createAsset({
    owner,
    prompt: `a fox ${secrets.items}`,
    model: `model ${secrets.items}`,
    loras: [{ name: `lora ${secrets.items}`, weight: 1 }],
    tags: [`tag ${secrets.items}`],
    file: { fileName: `${secrets.items}.png` },
  })
  writeDerivative(derivativePath(asset.sha256, 320), Buffer.from('a thumbnail'))
  const other = await createAsset({ owner, prompt: `a wolf ${secrets.items}` })
  const tag = await db.from('asset_tags').where('asset_id', asset.id).firstOrFail()
  await editAsset({ assetId: asset.id, by: owner, values: { notes: secrets.items } })
  const revision = await db.from('revisions').where('asset_id', asset.id).firstOrFail()
  const collection = await insert('collections', {
    ...{ owner_id: owner.id, name: `collection ${secret}`, description: secret },
    ...then,
  })
  await db
    .table('collection_assets')
    .insert({ collection_id: collection, asset_id: asset.id, rank: 1 })
  await db.table('asset_shares').insert({ asset_id: asset.id, user_id: owner.id })
  const view = await insert('saved_views', { user_id: owner.id, name: secret, ...then })
  const chunk = { asset_id: asset.id, container: 'png', keyword: 'k', body: deflateSync('x') }
  const file = { file_name: 'old.png', path: name, mime: 'image/png', size: 1, sha256: name }
  const run = await startRun({ kind: 'tests.probe', title: secret, user: owner, items: [] })
  const folder = await SourceFolder.create({
    ownerId: owner.id,
    name: `folder ${secret}`,
    path: `/nowhere/${secret}`,
    mode: 'in_place',
    visibility: 'everyone',
    watched: false,
  })
  const plan = await insert('duplicate_plans', { user_id: owner.id, terms: planTerms, ...then })
  const project = await createProject({ name: `project ${secret}`, visibility: 'everyone' }, owner)
  const { order, items } = await createOrder(project, owner, {
    prompt: `an order ${secret}`,
    items: [{ state: 'failed' }, {}, {}],
  })
  const products = items.flatMap(({ product }) => product?.assetId ?? [])
  for (const id of products)
    await db
      .from('assets')
      .where('id', id)
      .update({ file_name: `${secrets.items}-${id}.png` })
  const person = await User.create({
    email: `${name}@example.com`,
    fullName: 'Somebody',
    password: 'x',
    role: 'viewer',
  })
  await db.table('asset_shares').insert({ asset_id: asset.id, user_id: person.id })
  await db.table('collection_shares').insert({ collection_id: collection, user_id: person.id })
  const key = await createKey(owner, { name: secret, scopes: ['read'], days: 1 }, { by: owner })
  const template = await createTemplateOf(owner, {
    name: `template ${secret}`,
    prompt: `a {red|blue} ${secret}`,
  })
  const { order: draft } = await createOrder(project, owner, {
    ...{ state: 'draft', prompt: `a draft ${secret}` },
  })
  const model = await createModel({ custom: true })
  const credential = await storeCredential('sample', { label: name })
  const animals = { ownerId: owner.id, name: `animal-${asset.id}`, body: 'fox' }
  const wildcard = await Wildcard.create(animals)
  const block = await keepBlock('light', secret, owner)
  const ids = {
    model: model.id,
    credential: credential.id,
    order: order.id,
    draft: draft.id,
    products,
    project: project.id,
    template: template.id,
    wildcard: wildcard.id,
    block: block.id,
    person: person.id,
    key: key.id,
    group: await createGroup([asset, other]),
    plan,
    asset: asset.id,
    other: other.id,
    tag: tag.tag_id as number,
    collection,
    view,
    link: await insert('share_links', {
      user_id: owner.id,
      asset_id: asset.id,
      hash: name,
      ...then,
    }),
    run: run.id,
    folder: folder.id,
    change: revision.change_id as string,
  }
  const params = {
    assetId: asset.id,
    tagId: ids.tag,
    collectionId: collection,
    revisionId: revision.id,
    userId: owner.id,
    versionId: await insert('asset_versions', { asset_id: asset.id, ...file, ...then }),
    chunkId: await insert('asset_chunks', chunk),
    size: 320,
    field: 'notes',
    slug: 'none',
    place: 'library',
    token: 'none',
    provider: 'sample',
    handle: 'none',
    name: backup,
  }
  await writeFile(backupsPath(backup), '')
  return { ids, params, secrets }
}

const planTerms = JSON.stringify({ rules: [], rest: 'keep', preset: 'normal' })

export type Ids = Awaited<ReturnType<typeof createWorld>>['ids']

/** Hides items from everybody else, or what is made of them, or all that can be hidden. */
export async function privateTo(
  owner: User,
  { ids }: { ids: Ids },
  what: 'items' | 'places' | 'all'
) {
  const hide = (table: string, some: number[]) =>
    db.from(table).whereIn('id', some).update({ owner_id: owner.id, visibility: 'private' })
  if (what !== 'places') await hide('assets', [ids.asset, ids.other, ...ids.products])
  if (what === 'items') return
  const { collection_id: products } = await db
    .from('projects')
    .where('id', ids.project)
    .firstOrFail()
  await hide('collections', [ids.collection, products])
  await hide('source_folders', [ids.folder])
  await hide('projects', [ids.project])
  await hide('templates', [ids.template])
}

/** Shares the item and the collection with somebody. */
export async function sharedWith(person: User, { ids }: { ids: Ids }, canEdit: boolean) {
  const share = { user_id: person.id, can_edit: canEdit }
  await db.table('asset_shares').insert({ asset_id: ids.asset, ...share })
  await db.table('collection_shares').insert({ collection_id: ids.collection, ...share })
  await person.merge({ hasShares: true }).save()
}

/** Locks the item and the collection. */
export async function lock({ ids }: { ids: Ids }) {
  const locked = { locked_at: '2026-01-02 00:00:00' }
  await db.from('assets').where('id', ids.asset).update(locked)
  await db.from('collections').where('id', ids.collection).update(locked)
}

async function insert(table: string, row: Record<string, unknown>): Promise<number> {
  const [inserted] = await db.table(table).insert(row).returning('id')
  return inserted.id ?? inserted
}
