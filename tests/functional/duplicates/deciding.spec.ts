import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import type Asset from '#library/models/asset'
import { createCast, type Cast } from '#tests/helpers/cast'
import { emptyTables } from '#tests/helpers/database'
import { assetWithFile, createGroup, makeAlike, sourceFolder } from '#tests/helpers/duplicates'
import { partial } from '#tests/helpers/http'
import { createAsset } from '#tests/helpers/library'

test.group('Deciding about duplicates', (group) => {
  let cast: Cast
  group.each.setup(async () => {
    await emptyTables()
    cast = await createCast()
  })

  /** Two copies of one picture; the second has more pixels. */
  async function pair(more: { visibility?: 'private' } = {}) {
    const owner = cast.owner
    const small = await assetWithFile('small', { owner, tags: ['fox'], file: more })
    const large = await assetWithFile('large', { owner, file: { width: 4096, height: 3072 } })
    await makeAlike([small, large])
    const groupId = await createGroup([large, small])
    const shown = { 'members[]': [large.id, small.id] }
    return { small, large, groupId, shown }
  }

  const rows = (table: string) => db.from(table)
  async function trashed(asset: Asset) {
    await asset.refresh()
    return !!asset.deletedAt
  }

  test('lists groups with what they would free', async ({ client }) => {
    const { groupId, large } = await pair()
    const page = await client.get('/duplicates').loginAs(cast.viewer)
    page.assertStatus(200)
    page.assertTextIncludes(`/duplicates/${groupId}?preset=normal`)
    page.assertTextIncludes(large.fileName)
    page.assertTextIncludes('<strong>1</strong> group;')
  })

  test('says what to do where there are none', async ({ client }) => {
    const page = await client.get('/duplicates').loginAs(cast.viewer)
    page.assertTextIncludes('No duplicates')
    const narrowed = await client.get('/duplicates?score=99').loginAs(cast.viewer)
    narrowed.assertTextIncludes('Without filters')
  })

  test('shows a group with its suggested keeper and why', async ({ client }) => {
    const { groupId, large } = await pair()
    const page = await client.get(`/duplicates/${groupId}`).loginAs(cast.editor)
    page.assertTextIncludes(`<strong>${large.fileName}</strong>, because it has the most pixels`)
    page.assertTextIncludes('4096 × 3072')
  })

  test('follows the rules of the person who looks', async ({ client }) => {
    const { groupId, small } = await pair()
    const rules = client.put('/duplicates/rules').loginAs(cast.editor).withCsrfToken()
    await rules.form({ order: ['oldest', 'resolution'], inUse: ['oldest', 'resolution'] })
    const page = await client.get(`/duplicates/${groupId}`).loginAs(cast.editor)
    page.assertTextIncludes(`<strong>${small.fileName}</strong>, because it is the oldest`)
  })

  test('names the same keeper in the list and on the page, for each person', async ({
    client,
    assert,
  }) => {
    const { groupId, small, large } = await pair()
    await db.table('marks').insert({ user_id: cast.editor.id, asset_id: small.id, favorite: true })
    const told = [
      { person: cast.editor, keeper: small, other: large, reason: 'is a favourite' },
      { person: cast.viewer, keeper: large, other: small, reason: 'has the most pixels' },
    ]
    for (const { person, keeper, other, reason } of told) {
      const list = await client.get('/duplicates').loginAs(person)
      list.assertTextIncludes(`The first is the suggested keeper: it ${reason}`)
      const named = list.text().match(/class="duplicate-name"[^>]*>([^<]+)</)
      assert.equal(named?.[1], keeper.fileName)
      const page = await client.get(`/duplicates/${groupId}`).loginAs(person)
      page.assertTextIncludes(`<strong>${keeper.fileName}</strong>, because it ${reason}`)
      const cards = page.text().split('class="member-card"')
      assert.include(cards[1], keeper.fileName)
      assert.include(cards[2], other.fileName)
      assert.match(cards[2], /From the suggested<\/dt><dd>[^<]*4 bits/)
    }
  })

  test('offers to link only what is the same bytes in one writable folder', async ({
    client,
    assert,
  }) => {
    const { owner } = cast
    const offers = async (writable: boolean, bytes: string) => {
      const folder = await sourceFolder(`/nowhere/${writable} ${bytes}`, owner, writable)
      const two: Asset[] = []
      for (const text of ['fox', bytes]) {
        const asset = await createAsset({ owner })
        const sha256 = text.padEnd(64, '0')
        two.push(await asset.merge({ sourceFolderId: folder.id, sha256 }).save())
      }
      const page = await client.get(`/duplicates/${await createGroup(two)}`).loginAs(cast.editor)
      return page.text().includes('link the rest')
    }
    assert.isTrue(await offers(true, 'fox'))
    assert.isFalse(await offers(false, 'fox'))
    assert.isFalse(await offers(true, 'dog'))
  })

  test('leaves the keeper of a large group to its page', async ({ client }) => {
    const owner = cast.owner
    const many = []
    for (let number = 0; number < 21; number++) many.push(await createAsset({ owner }))
    await createGroup(many)
    const list = await client.get('/duplicates').loginAs(cast.editor)
    list.assertTextIncludes('The keeper is suggested when the group is opened')
  })

  test('merges into the keeper, moves the rest to the trash and goes on', async ({
    client,
    assert,
  }) => {
    const { groupId, small, large, shown } = await pair()
    const answer = await client
      .post(`/duplicates/${groupId}/merges`)
      .form({ preset: 'normal', ...shown, keeper: large.id, trash: '1' })
      .redirects(0)
      .loginAs(cast.editor)
      .withCsrfToken()
    answer.assertStatus(302)
    answer.assertHeader('location', '/duplicates?preset=normal')
    assert.isTrue(await trashed(small))
    assert.isFalse(await trashed(large))
    assert.lengthOf(await rows('asset_tags').where('asset_id', large.id), 1)
  })

  test('says what private ones say, and leaves it out unless that is ticked', async ({
    client,
    assert,
  }) => {
    const { owner } = cast
    const open = await assetWithFile('open', { owner })
    const hidden = await assetWithFile('mine', {
      ...{ owner, tags: ['secret'], file: { visibility: 'private' } },
    })
    await makeAlike([open, hidden])
    const groupId = await createGroup([open, hidden], { audience: owner.id })
    const shown = { 'members[]': [open.id, hidden.id], 'keeper': open.id }
    const preview = await client
      .get(`/duplicates/${groupId}/merges/create`)
      .qs({ 'members[]': [open.id, hidden.id], 'keeper': open.id })
      .loginAs(owner)
    preview.assertTextIncludes('Some of them are private.')
    preview.assertTextIncludes('<dd>secret</dd>')
    const merge = (more: object) =>
      client
        .post(`/duplicates/${groupId}/merges`)
        .form({ ...shown, ...more })
        .redirects(0)
        .loginAs(owner)
        .withCsrfToken()
    await merge({ tell: '1' })
    assert.lengthOf(await rows('asset_tags').where('asset_id', open.id), 1)
  })

  test('takes a merge back as a whole', async ({ client, assert }) => {
    const { groupId, small, large, shown } = await pair()
    await client
      .post(`/duplicates/${groupId}/merges`)
      .form({ ...shown, keeper: large.id, trash: '1' })
      .redirects(0)
      .loginAs(cast.editor)
      .withCsrfToken()
    const { change_id: changeId } = await rows('duplicate_merges').firstOrFail()
    await client
      .delete(`/duplicates/changes/${changeId}`)
      .redirects(0)
      .loginAs(cast.editor)
      .withCsrfToken()
    assert.isFalse(await trashed(small))
    assert.lengthOf(await rows('asset_tags').where('asset_id', large.id), 0)
  })

  test('takes a merge back as a whole by the undo of the library, too', async ({
    client,
    assert,
  }) => {
    const { groupId, small, large, shown } = await pair()
    await db.table('marks').insert({ user_id: cast.viewer.id, asset_id: small.id, rating: 4 })
    const merge = client.post(`/duplicates/${groupId}/merges`).loginAs(cast.editor).withCsrfToken()
    await merge.form({ ...shown, keeper: large.id, trash: '1' }).redirects(0)
    const { change_id: changeId } = await rows('duplicate_merges').firstOrFail()
    assert.lengthOf(await rows('marks').where('asset_id', large.id), 1)
    const undo = () =>
      client
        .delete(`/library/changes/${changeId}`)
        .headers(partial)
        .loginAs(cast.editor)
        .withCsrfToken()

    const theirs = client.delete(`/library/changes/${changeId}`).headers(partial)
    const refused = await theirs.loginAs(cast.stranger).withCsrfToken()
    refused.assertStatus(422)
    assert.isTrue(await trashed(small))

    await undo()
    assert.isFalse(await trashed(small))
    assert.lengthOf(await rows('asset_tags').where('asset_id', large.id), 0)
    assert.lengthOf(await rows('marks').where('asset_id', large.id), 0)
    await rows('duplicate_merges').whereNotNull('undone_at').firstOrFail()
    await rows('duplicate_groups').where('preset', 'normal').firstOrFail()
    const again = await undo()
    again.assertFlashMessage('notice', 'There was nothing left to undo.')
  })

  test('remembers where the switch for the trash was left', async ({ client }) => {
    const { groupId, large, shown } = await pair()
    await client
      .post(`/duplicates/${groupId}/merges`)
      .form({ ...shown, keeper: large.id })
      .redirects(0)
      .loginAs(cast.editor)
      .withCsrfToken()
    const rules = await client.get('/duplicates/rules').loginAs(cast.editor)
    rules.assertTextIncludes('name="trash"')
    await rows('duplicate_preferences').where('trash_rest', false).firstOrFail()
  })

  test('refuses to merge when everything is kept', async ({ client, assert }) => {
    const { groupId, small, large } = await pair()
    const answer = await client
      .post(`/duplicates/${groupId}/merges`)
      .form({
        'members[]': [large.id, small.id],
        'keeper': large.id,
        'kept[]': small.id,
        'trash': '1',
      })
      .headers(partial)
      .loginAs(cast.editor)
      .withCsrfToken()
    answer.assertStatus(422)
    answer.assertTextIncludes('nothing to merge')
    assert.isFalse(await trashed(small))
  })

  test('shows the record a merge would result in', async ({ client }) => {
    const { groupId, small, large } = await pair()
    const url = `/duplicates/${groupId}/merges/create?keeper=${large.id}&members[]=${large.id}&members[]=${small.id}`
    const page = await client.get(url).loginAs(cast.editor)
    page.assertTextIncludes('fox')
    const fragment = await client.get(url).headers(partial).loginAs(cast.editor)
    fragment.assertTextIncludes('fox')
    fragment.assertStatus(200)
  })

  test('remembers that a group is no duplicates, and asks again on request', async ({
    client,
    assert,
  }) => {
    const { groupId, large, shown } = await pair()
    await client
      .post(`/duplicates/${groupId}/decisions`)
      .form({ verdict: 'different', ...shown, keeper: large.id })
      .redirects(0)
      .loginAs(cast.editor)
      .withCsrfToken()
    const [decision] = await rows('duplicate_decisions')
    assert.equal(decision.verdict, 'different')

    const list = await client.get('/duplicates/decisions').loginAs(cast.viewer)
    list.assertTextIncludes(large.fileName)
    list.assertTextIncludes('Editor')
    await client
      .delete('/duplicates/decisions')
      .form({ 'ids[]': decision.id })
      .redirects(0)
      .loginAs(cast.editor)
      .withCsrfToken()
    assert.lengthOf(await rows('duplicate_decisions'), 0)
  })

  test('puts a group off for one person until it is asked for', async ({ client }) => {
    const { groupId, large, shown } = await pair()
    await client
      .post(`/duplicates/${groupId}/postponement`)
      .form({ ...shown, keeper: large.id })
      .redirects(0)
      .loginAs(cast.editor)
      .withCsrfToken()
    const mine = await client.get('/duplicates').loginAs(cast.editor)
    mine.assertTextIncludes('No duplicates')
    const later = await client.get('/duplicates?later=true').loginAs(cast.editor)
    later.assertTextIncludes(large.fileName)
    const theirs = await client.get('/duplicates').loginAs(cast.viewer)
    theirs.assertTextIncludes(large.fileName)

    const again = await client
      .delete(`/duplicates/${groupId}/postponement`)
      .form({ ...shown, later: 'true' })
      .redirects(0)
      .loginAs(cast.editor)
      .withCsrfToken()
    again.assertHeader('location', '/duplicates?later=true&preset=normal')
    const back = await client.get('/duplicates').loginAs(cast.editor)
    back.assertTextIncludes(large.fileName)
  })

  test('says of one pair of a group that it is none, from where the two are compared', async ({
    client,
    assert,
  }) => {
    const owner = cast.owner
    const three: Asset[] = []
    for (const name of ['a', 'b', 'c']) three.push(await assetWithFile(name, { owner }))
    await makeAlike(three)
    const groupId = await createGroup(three)
    const [left, right] = three.map(({ id }) => id)
    const url = `/duplicates/comparison?left=${left}&right=${right}&group=${groupId}`
    const page = await client.get(url).loginAs(cast.editor)
    page.assertTextIncludes('These two are')
    const looked = await client.get(url).loginAs(cast.viewer)
    assert.notInclude(looked.text(), 'These two are')
    await client
      .post(`/duplicates/${groupId}/decisions`)
      .form({ 'verdict': 'different', 'members[]': [left, right], 'keeper': left })
      .redirects(0)
      .loginAs(cast.editor)
      .withCsrfToken()
    const decided = await rows('duplicate_decisions').select('left_sha256', 'right_sha256')
    const contents = three.slice(0, 2).map(({ sha256 }) => sha256)
    assert.deepEqual(decided.flatMap(Object.values), contents.toSorted())
  })

  test('plans the page, applies nothing by itself, and is saved as a file', async ({
    client,
    assert,
  }) => {
    const { groupId, small } = await pair()
    const planned = await client
      .post('/duplicates/plans')
      .form({ 'of': 'page', 'groups[]': groupId, 'rest': 'trash' })
      .redirects(0)
      .loginAs(cast.editor)
      .withCsrfToken()
    const url = planned.header('location')!
    const page = await client.get(url).loginAs(cast.editor)
    page.assertTextIncludes('Apply to 1 group')
    assert.isFalse(await trashed(small))
    const file = await client.get(`${url}/file`).loginAs(cast.editor)
    assert.equal(file.body().groups[0].others[0].sha256, small.sha256)
    const theirs = await client.get(url).loginAs(cast.stranger)
    theirs.assertStatus(404)
  })

  test('takes in no file that is no plan, and leaves nothing of it', async ({
    client,
    assert,
    cleanup,
  }) => {
    const folder = await mkdtemp(join(tmpdir(), 'atelier-plan-'))
    const usual = process.env.TMPDIR
    process.env.TMPDIR = folder
    cleanup(async () => {
      delete process.env.TMPDIR
      if (usual) process.env.TMPDIR = usual
      await rm(folder, { recursive: true })
    })
    for (const text of ['{"groups": 3}', 'no JSON']) {
      const answer = await client
        .post('/duplicates/plans/file')
        .file('plan', Buffer.from(text), { filename: 'plan.json' })
        .redirects(0)
        .loginAs(cast.editor)
        .withCsrfToken()
      answer.assertFlashMessage('inputErrorsBag', {
        plan: ['This is no plan that was saved here. Choose the JSON file of one.'],
      })
    }
    assert.deepEqual(await readdir(folder), [])
    assert.lengthOf(await rows('duplicate_plans'), 0)
  })

  test('says of a file that is too long for a plan what to do', async ({ client, assert }) => {
    const send = (bytes: number) =>
      client
        .post('/duplicates/plans/file')
        .file('plan', Buffer.alloc(bytes, ' '), { filename: 'plan.json' })
        .redirects(0)
        .loginAs(cast.editor)
        .withCsrfToken()
    const long = await send(50.5 * 1024 ** 2)
    assert.match(JSON.stringify(long.flashMessage('inputErrorsBag')), /at most 50 MB/)
    const longer = await send(52 * 1024 ** 2)
    longer.assertStatus(413)
    longer.assertTextIncludes('Send a smaller file')
    assert.lengthOf(await rows('duplicate_plans'), 0)
  })

  test('decides about sixty at once', async ({ client, assert }) => {
    const owner = cast.owner
    const many = []
    for (let number = 0; number < 60; number++) many.push(await createAsset({ owner }))
    const groupId = await createGroup(many)
    const ids = many.map(({ id }) => id)
    const answer = await client
      .post(`/duplicates/${groupId}/decisions`)
      .form({ 'verdict': 'different', 'keeper': ids[0], 'members[]': ids })
      .redirects(0)
      .loginAs(cast.editor)
      .withCsrfToken()
    answer.assertStatus(302)
    const [{ count }] = await rows('duplicate_decisions').count('* as count')
    assert.equal(count, (60 * 59) / 2)
  })

  test('lets viewers look and not decide', async ({ client, assert }) => {
    const { groupId, large, shown } = await pair()
    const look = await client.get(`/duplicates/${groupId}`).loginAs(cast.viewer)
    look.assertStatus(200)
    assert.notInclude(look.text(), 'Merge into the keeper')
    for (const what of ['merges', 'decisions']) {
      const answer = await client
        .post(`/duplicates/${groupId}/${what}`)
        .form({ ...shown, keeper: large.id, verdict: 'different' })
        .headers(partial)
        .loginAs(cast.viewer)
        .withCsrfToken()
      answer.assertStatus(403)
    }
    const settings = await client.get('/duplicates/settings').headers(partial).loginAs(cast.editor)
    settings.assertStatus(403)
  })

  test('keeps groups with private pictures from everybody else', async ({ client }) => {
    const one = await createAsset({ owner: cast.editor, file: { visibility: 'private' } })
    const other = await createAsset({ owner: cast.editor, file: { visibility: 'private' } })
    const groupId = await createGroup([one, other], { audience: cast.editor.id })
    const mine = await client.get(`/duplicates/${groupId}`).loginAs(cast.editor)
    mine.assertStatus(200)
    for (const stranger of [cast.stranger, cast.owner]) {
      const page = await client.get(`/duplicates/${groupId}`).loginAs(stranger)
      page.assertStatus(404)
    }
  })

  test('saves settings and says which path is none', async ({ client, assert }) => {
    const save = (protectedFolders: string) =>
      client
        .put('/duplicates/settings')
        .form({ preset: 'strict', workers: 3, protectedFolders })
        .loginAs(cast.owner)
        .withCsrfToken()
    await save('/pictures/best\n/other')
    const saved = await rows('duplicate_settings').firstOrFail()
    assert.deepEqual(JSON.parse(saved.protected_folders), ['/pictures/best', '/other'])
    const refused = await save('pictures').redirects(0)
    assert.deepEqual(refused.flashMessage('inputErrorsBag').protectedFolders, [
      'Give whole paths, one a line, each beginning with “/”.',
    ])
  })
})
