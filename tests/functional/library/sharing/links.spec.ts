import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { createLink, findLink } from '#library/sharing/links'
import { findSubject } from '#library/sharing/subject'
import type User from '#accounts/models/user'
import Collection from '#library/models/collection'
import { derivativePath } from '#library/derivatives/derivatives'
import { writeDerivative } from '#library/derivatives/writing'
import { editAsset } from '#library/curation/editing'
import { importBytes } from '#tests/helpers/arrivals'
import { castPassword, createCast, type Cast } from '#tests/helpers/cast'
import { emptyDataFolders, emptyTables } from '#tests/helpers/database'
import { createAsset } from '#tests/helpers/library'
import { partial } from '#tests/helpers/http'
import { jpeg } from '#tests/helpers/pictures'
import { createVisitor, logIn } from '#tests/helpers/visitor'

const terms = { allowsDownload: false, showsMetadata: false }

test.group('Share links', (group) => {
  let cast: Cast
  group.each.setup(async () => {
    await emptyTables()
    await emptyDataFolders()
    cast = await createCast()
  })

  test('are shown once, stored as a hash, listed where they belong, and written down', async ({
    assert,
  }) => {
    const asset = await picture(cast.editor)
    const visitor = await visitorWho('editor')
    await visitor.get(`/library/${asset.id}/sharing`)

    const made = await visitor.post(`/library/${asset.id}/sharing`, { allowsDownload: '1' })
    const token = made.text.match(/\/s\/([\w-]{32})/)![1]
    const [again, own] = [
      await visitor.get(`/library/${asset.id}/sharing`),
      await visitor.get('/profile/links'),
    ]

    assert.include(again.text, 'look, download')
    assert.include(own.text, asset.fileName)
    for (const { text } of [again, own]) assert.notInclude(text, token)
    assert.notInclude(JSON.stringify(await db.from('share_links')), token)
    const line = await db.from('audit_events').where('event', 'share_link.created').firstOrFail()
    assert.equal(line.subject_id, asset.id)
    assert.equal(await createVisitor().statusOf(`/s/${token}`), 200)
  })

  test('show an item without a word of how it was made', async ({ assert }) => {
    const asset = await picture(cast.editor)
    const path = await linkTo(asset.id, 'library', terms)
    const anybody = createVisitor()

    const page = await anybody.get(path)

    assert.equal(page.status, 200)
    assert.include(page.text, asset.fileName)
    assert.notInclude(page.text, 'secret prompt')
    assert.equal(page.headers.get('X-Robots-Tag'), 'noindex, nofollow')
    assert.equal(await anybody.statusOf(`${path}/thumbnails/${asset.id}/320`), 200)
    assert.equal(await anybody.statusOf(`${path}/originals/${asset.id}`), 404)
    assert.equal(await anybody.statusOf(`/library/${asset.id}`), 302)
  })

  test('show how it was made, and give the original away, where they may', async ({ assert }) => {
    const asset = await importBytes(await jpeg(1), 'fox.jpg', { owner: cast.editor })
    await editAsset({ assetId: asset.id, by: cast.editor, values: { prompt: 'a secret prompt' } })
    const path = await linkTo(asset.id, 'library', { allowsDownload: true, showsMetadata: true })
    const anybody = createVisitor()

    const page = await anybody.get(path)
    const original = await anybody.get(`${path}/originals/${asset.id}`)
    const rest = await anybody.get(`${path}/originals/${asset.id}`, { Range: 'bytes=10-' })

    assert.include(page.text, 'secret prompt')
    assert.match(original.headers.get('Content-Disposition')!, /^attachment/)
    assert.equal(original.headers.get('Cache-Control'), 'private, no-cache')
    assert.equal(rest.status, 206)
    const link = await db.from('share_links').firstOrFail()
    assert.deepEqual([link.views, link.downloads], [1, 1])
  })

  test('show of a collection what is in it now and its maker may show', async ({ assert }) => {
    const collection = await Collection.create({
      name: 'Holiday',
      ownerId: cast.editor.id,
      visibility: 'private',
    })
    const [open, own, others, gone] = [
      await picture(cast.owner),
      await picture(cast.editor, 'private'),
      await picture(cast.owner, 'private'),
      await picture(cast.editor),
    ]
    await db.from('assets').where('id', gone.id).update({ deleted_at: '2026-01-01 00:00:00' })
    const outside = await picture(cast.editor)
    for (const [rank, { id }] of [open, own, others, gone].entries()) {
      await db
        .table('collection_assets')
        .insert({ collection_id: collection.id, asset_id: id, rank })
    }
    const path = await linkTo(collection.id, 'collections', terms)
    const anybody = createVisitor()

    const page = await anybody.get(path)

    for (const { id } of [open, own]) {
      assert.include(page.text, `${path}/items/${id}"`)
      assert.equal(await anybody.statusOf(`${path}/items/${id}`), 200)
      assert.equal(await anybody.statusOf(`${path}/thumbnails/${id}/320`), 200)
    }
    for (const { id } of [others, gone, outside]) {
      assert.notInclude(page.text, `${path}/items/${id}"`)
      assert.equal(await anybody.statusOf(`${path}/items/${id}`), 404)
      assert.equal(await anybody.statusOf(`${path}/thumbnails/${id}/320`), 404)
    }
    assert.notInclude(page.text, 'secret prompt')

    await db.from('collection_assets').where('asset_id', own.id).delete()
    assert.equal(await anybody.statusOf(`${path}/thumbnails/${own.id}/320`), 404)
  })

  test('with a password open after it, in that browser only, and not by guessing', async ({
    assert,
  }) => {
    const asset = await picture(cast.editor)
    const path = await linkTo(asset.id, 'library', { ...terms, password: 'only for friends' })
    const friend = createVisitor()

    const door = await friend.get(path)
    assert.notInclude(door.text, asset.fileName)
    const early = await friend.get(`${path}/thumbnails/${asset.id}/320`)
    assert.equal(early.location, path)
    const wrong = await friend.post(path, { password: 'wrong' })
    assert.equal(wrong.status, 422)
    const right = await friend.post(path, { password: 'only for friends' })
    assert.equal(right.location, path)
    const page = await friend.get(path)
    assert.include(page.text, asset.fileName)
    assert.equal(await friend.statusOf(`${path}/thumbnails/${asset.id}/320`), 200)

    const guesser = createVisitor()
    await guesser.get(path)
    for (let guess = 1; guess < 10; guess++) await guesser.post(path, { password: `${guess}` })
    const refused = await guesser.post(path, { password: 'only for friends' })
    assert.equal(refused.status, 429)
    assert.isNotNull(refused.headers.get('Retry-After'))
    const still = await guesser.get(path)
    assert.notInclude(still.text, asset.fileName)
  })

  test('open nothing once they ended, for whatever reason', async ({ assert }) => {
    const asset = await picture(cast.editor)
    const [path, token] = [await linkTo(asset.id, 'library', terms), () => path.slice(3)]
    const anybody = createVisitor()
    const isOpen = async () => {
      const page = await anybody.statusOf(path)
      assert.equal(await anybody.statusOf(`${path}/thumbnails/${asset.id}/320`), page)
      return page === 200
    }
    assert.isTrue(await isOpen())

    for (const [table, id, change, back] of [
      ['share_links', 1, { expires_at: '2020-01-01 00:00:00' }, { expires_at: null }],
      ['share_links', 1, { revoked_at: '2020-01-01 00:00:00' }, { revoked_at: null }],
      ['users', cast.editor.id, { role: 'viewer' }, { role: 'editor' }],
      ['users', cast.editor.id, { disabled_at: '2020-01-01 00:00:00' }, { disabled_at: null }],
      ['assets', asset.id, { deleted_at: '2020-01-01 00:00:00' }, { deleted_at: null }],
    ] as const) {
      const row = () => db.from(table).where(table === 'share_links' ? {} : { id })
      await row().update(change)
      assert.isFalse(await isOpen(), JSON.stringify(change))
      await row().update(back)
      assert.isTrue(await isOpen(), JSON.stringify(back))
    }
    assert.isNotNull(await findLink(token()))
    assert.isNull(await findLink(token().toLowerCase()))
  })

  test('are made by whom the item belongs to, and ended by whom they belong to', async ({
    assert,
  }) => {
    const asset = await picture(cast.editor)
    await linkTo(asset.id, 'library', terms)
    const { id } = await db.from('share_links').firstOrFail()
    const stranger = await visitorWho('stranger')
    await stranger.get('/profile/links')

    const forbidden = await stranger.post(`/library/${asset.id}/sharing`, {}, partial)
    assert.equal(forbidden.status, 403)
    const unknown = await stranger.post(`/profile/links/${id}/revoke`, {})
    assert.equal(unknown.status, 404)
    await db.from('assets').update({ visibility: 'private' })
    const hidden = await stranger.post(`/library/${asset.id}/sharing`, {})
    assert.equal(hidden.status, 404)

    const editor = await visitorWho('editor')
    await editor.get('/profile/links')
    await editor.post(`/profile/links/${id}/revoke`, {})
    const ended = await db.from('share_links').firstOrFail()
    assert.isNotNull(ended.revoked_at)
    assert.lengthOf(await db.from('audit_events').where('event', 'share_link.revoked'), 1)
  })

  async function linkTo(
    id: number,
    place: 'library' | 'collections',
    given: Parameters<typeof createLink>[1]
  ) {
    const subject = await findSubject(cast.editor, place, id)
    return new URL(await createLink(subject, given, { by: cast.editor })).pathname
  }
})

async function picture(owner: User, visibility: 'everyone' | 'private' = 'everyone') {
  const asset = await createAsset({
    owner,
    prompt: 'a secret prompt',
    file: { visibility, placeholder: 'UklGRg==' },
  })
  writeDerivative(derivativePath(asset.sha256, 320), Buffer.from('a thumbnail'))
  return asset
}

async function visitorWho(name: string) {
  const visitor = createVisitor()
  await logIn(visitor, `${name}@example.com`, castPassword)
  return visitor
}
