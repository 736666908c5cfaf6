import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import db from '@adonisjs/lucid/services/db'
import User from '#accounts/models/user'
import { rateAssets } from '#library/curation/marking'
import { tagAssets } from '#library/curation/tagging'
import { undoChange } from '#library/curation/undoing'
import { derivativePath } from '#library/derivatives/derivatives'
import { writeDerivative } from '#library/derivatives/writing'
import { facets } from '#library/search/facets'
import { neighbours } from '#library/search/neighbours'
import { countAssets, searchAssets } from '#library/search/searching'
import { shareWith, unshare } from '#library/sharing/people'
import { findSubject } from '#library/sharing/subject'
import { type Cast, createCast } from '#tests/helpers/cast'
import { createCollection } from '#tests/helpers/curation'
import { emptyDataFolders, emptyTables } from '#tests/helpers/database'
import { partial } from '#tests/helpers/http'
import { createAsset } from '#tests/helpers/library'

const states = ['open', 'hidden', 'shared', 'collected', 'others', 'trashed'] as const
type State = (typeof states)[number]

/** What belongs to the editor; the viewer and the stranger, who is an editor too, were shown some of it. */
const seenBy = {
  editor: ['open', 'hidden', 'shared', 'collected', 'trashed'],
  viewer: ['open', 'shared', 'collected', 'trashed'],
  stranger: ['open', 'shared', 'others'],
  owner: ['open'],
} satisfies Record<string, State[]>
type Person = keyof typeof seenBy
const people = Object.keys(seenBy) as Person[]

test.group('Sharing with people here', (group) => {
  let cast: Cast
  let ids: Record<State, number>
  let collection: number
  group.each.setup(async () => {
    await emptyTables()
    await emptyDataFolders()
    cast = await createCast()
    ids = await createStates()
  })

  test('every state × person × page, fragment and media', async ({ client, assert }) => {
    const wrong: string[] = []
    let cells = 0
    for (const state of states) {
      for (const person of people) {
        const isSeen = (seenBy[person] as State[]).includes(state)
        for (const [way, status] of await answers(client, ids[state], person)) {
          cells += 1
          const wanted = isSeen ? 200 : 404
          if (status !== wanted) wrong.push(`${state}, ${person}, ${way}: ${status}`)
        }
      }
    }
    assert.deepEqual(wrong, [])
    console.log(`      ${cells} cells, ${wrong.length} unexpected`)
  })

  test('every state × person in the feed, its counts and its facets', async ({ assert }) => {
    for (const person of people) {
      const viewer = await fresh(person)
      const seen: State[] = seenBy[person].filter((state) => state !== 'trashed')
      const listed = await searchAssets({ q: '', viewer })
      const all = await facets({ q: '', viewer })
      const tags = all.find(({ field }) => field === 'tag')!.values
      const models = all.find(({ field }) => field === 'model')!.values

      assert.sameMembers(
        listed.rows.map(({ id }) => id),
        seen.map((state) => ids[state]),
        person
      )
      assert.equal(await found('', viewer), seen.length, person)
      assert.equal(await found('tag:fox', viewer), seen.length, person)
      assert.deepEqual(
        [...tags, ...models].map(({ count }) => count),
        [seen.length, seen.length],
        person
      )
      for (const state of states) {
        const near = await neighbours({ q: '', viewer, assetId: ids[state] })
        assert.equal(near.rank !== null, seen.includes(state), `${person}, ${state}`)
      }
    }
  })

  test('lets them look and rate for themselves, and change nothing', async ({ client, assert }) => {
    const stranger = await fresh('stranger')
    const by = stranger

    const refused = await client
      .post(`/library/${ids.shared}/tags`)
      .form({ names: 'Wolf' })
      .headers(partial)
      .loginAs(stranger)
      .withCsrfToken()
    assert.equal(refused.status(), 403)
    const tagged = await tagAssets({ assetIds: [ids.shared], by, names: ['Wolf'] })
    assert.equal(tagged.count, 0)
    const trashed = await client
      .post('/trash')
      .form({ 'ids[]': String(ids.shared) })
      .headers(partial)
      .loginAs(stranger)
      .withCsrfToken()
    assert.isBelow(trashed.status(), 500)
    const kept = await db.from('assets').where('id', ids.shared).firstOrFail()
    assert.isNull(kept.deleted_at)

    const rated = await rateAssets({ assetIds: [ids.shared], by, rating: 4 })
    assert.equal(rated.count, 1)
    assert.equal(await found('rating:4', by), 1)
    const all = await facets({ q: '', viewer: by })
    const stars = all.find(({ field }) => field === 'rating')!
    assert.deepInclude(stars.values[0], { value: '4', count: 1 })
    const undone = await undoChange({ changeId: rated.changeId, by })
    assert.equal(undone.count, 1)
  })

  test('a collection is found, and shows what its owner put into it', async ({
    client,
    assert,
  }) => {
    const shown = await client.get(`/collections/${collection}`).loginAs(await fresh('viewer'))
    assert.equal(shown.status(), 200)
    assert.include(shown.text(), `asset_${ids.collected}"`)
    assert.notInclude(shown.text(), `asset_${ids.others}"`)
    const viewer = await fresh('viewer')
    assert.equal(await found(`in:${collection}`, viewer), 1)

    const hidden = await client.get(`/collections/${collection}`).loginAs(await fresh('stranger'))
    assert.equal(hidden.status(), 404)
    const edit = await client.get(`/collections/${collection}/edit`).loginAs(viewer)
    assert.equal(edit.status(), 403)
  })

  test('ends at once, and both are written down', async ({ client, assert }) => {
    const by = cast.editor
    await unshare(await findSubject(by, 'library', ids.shared), cast.viewer.id, { by })
    await unshare(await findSubject(by, 'collections', collection), cast.viewer.id, { by })

    for (const state of ['shared', 'collected'] as const) {
      for (const [way, status] of await answers(client, ids[state], 'viewer')) {
        assert.equal(status, 404, `${state}, ${way}`)
      }
    }
    assert.equal(await found('', await fresh('viewer')), 1)
    assert.lengthOf(await db.from('audit_events').where('event', 'share.changed'), 8)
  })

  test('is done by the owner on a page, and by nobody else', async ({ client, assert }) => {
    const url = `/library/${ids.open}/people`
    const ask = (by: User) =>
      client.post(url).form({ userId: cast.viewer.id }).headers(partial).loginAs(by).withCsrfToken()
    const statuses = [await ask(cast.stranger), await ask(cast.owner)].map((one) => one.status())
    assert.deepEqual(statuses, [403, 403])

    const done = await ask(cast.editor).redirects(0)
    assert.equal(done.status(), 302)
    const page = await client.get(`/library/${ids.open}/sharing`).loginAs(cast.editor)
    assert.include(page.text(), 'End sharing with Viewer')
  })

  async function createStates() {
    const [by, others] = [cast.editor, cast.stranger]
    const made = {
      open: await picture(by, 'everyone'),
      hidden: await picture(by),
      shared: await picture(by),
      collected: await picture(by),
      others: await picture(others),
      trashed: await picture(by),
    }
    await db.from('assets').where('id', made.trashed).update({ deleted_at: '2026-01-01 00:00:00' })
    collection = await createCollection('Shown', by, [made.collected, made.others], 'private')
    const item = (id: number) => findSubject(by, 'library', id)
    await shareWith(await item(made.shared), cast.viewer, { by })
    await shareWith(await item(made.shared), cast.viewer, { by })
    await shareWith(await item(made.shared), cast.stranger, { by })
    await shareWith(await item(made.trashed), cast.viewer, { by })
    await shareWith(await item(made.hidden), cast.owner, { by })
    await unshare(await item(made.hidden), cast.owner.id, { by })
    await shareWith(await findSubject(by, 'collections', collection), cast.viewer, { by })
    return made
  }

  const fresh = (person: Person) => User.findOrFail(cast[person].id)

  async function answers(client: ApiClient, id: number, person: Person) {
    const user = await fresh(person)
    const page = await client.get(`/library/${id}`).loginAs(user)
    const fragment = await client.get(`/library/${id}/fields/prompt`).headers(partial).loginAs(user)
    const thumbnail = await client.get(`/library/${id}/thumbnails/320`).loginAs(user)
    const original = await client.get(`/library/${id}/original`).loginAs(user)
    /** Its file is missing in this test: whoever may see it is told so. */
    const file = original.status() === 410 ? 200 : original.status()
    return [
      ['page', page.status()],
      ['fragment', fragment.status()],
      ['thumbnail', thumbnail.status()],
      ['original', file],
    ] as const
  }
})

async function found(q: string, viewer: User) {
  const counted = await countAssets({ q, viewer })
  return counted.count
}

async function picture(owner: User, visibility: 'everyone' | 'private' = 'private') {
  const asset = await createAsset({
    owner,
    model: 'flux',
    tags: ['Fox'],
    file: { visibility, placeholder: 'UklGRg==' },
  })
  writeDerivative(derivativePath(asset.sha256, 320), Buffer.from('a thumbnail'))
  return asset.id
}
