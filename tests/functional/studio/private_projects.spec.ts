import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import db from '@adonisjs/lucid/services/db'
import User from '#accounts/models/user'
import Migration from '#database/migrations/0037_share_what_private_projects_made'
import { closeDecoder } from '#library/decoding/decoder'
import Asset from '#library/models/asset'
import { lockAssets } from '#library/curation/locking'
import { shareAssets } from '#library/curation/sharing'
import { shareWith } from '#library/sharing/people'
import { findSubject } from '#library/sharing/subject'
import Project from '#studio/models/project'
import type ProviderModel from '#studio/models/provider_model'
import { removeMember, setMember } from '#studio/projects/members'
import { createProject, updateProject } from '#studio/projects/projects'
import { createCast, type Cast } from '#tests/helpers/cast'
import { emptyDataFolders, emptyTables } from '#tests/helpers/database'
import { statusOf } from '#tests/helpers/http'
import { createAccount, createModel, orderNow, workOff } from '#tests/helpers/orders'
import { createTemplateOf } from '#tests/helpers/recipes'

type Person = Cast[keyof Cast]

test.group('A private project', (group) => {
  let cast: Cast
  let model: ProviderModel
  let project: Project
  group.each.setup(async () => {
    await emptyTables()
    await emptyDataFolders()
    cast = await createCast()
    model = await createModel(await createAccount())
    project = await createProject({ name: 'Secret', visibility: 'private' }, cast.owner)
    await setMember(project, cast.editor.id, true)
  })
  group.teardown(closeDecoder)

  let made = 0
  const make = async (by: Person, of = project) => {
    await workOff(await orderNow(model, of, by, { prompt: `picture ${++made}` }))
    return Asset.query().orderBy('id', 'desc').firstOrFail()
  }
  const visit = (client: ApiClient, path: string, person: Person) =>
    statusOf(client.get(path).loginAs(person))

  test('shows what was made for it to all who belong to it, and to nobody else', async ({
    client,
    assert,
  }) => {
    await setMember(project, cast.viewer.id, false)
    const { id, visibility } = await make(cast.editor)

    assert.equal(visibility, 'private')
    for (const person of [cast.owner, cast.editor, cast.viewer]) {
      assert.equal(await visit(client, `/library/${id}`, person), 200)
      const products = await client.get(`/projects/${project.id}/products`).loginAs(person)
      assert.include(products.text(), `/library/${id}`)
      assert.equal(await visit(client, `/collections/${project.collectionId}`, person), 200)
    }
    assert.equal(await visit(client, `/library/${id}`, cast.stranger), 404)
    assert.equal(await visit(client, `/collections/${project.collectionId}`, cast.stranger), 404)
  })

  test('shows what is there to who becomes a member, and hides it from who was one', async ({
    client,
    assert,
  }) => {
    const { id } = await make(cast.editor)
    assert.equal(await visit(client, `/library/${id}`, cast.viewer), 404)
    await setMember(project, cast.viewer.id, false)
    assert.equal(await visit(client, `/library/${id}`, cast.viewer), 200)
    await removeMember(project, cast.viewer.id)
    assert.equal(await visit(client, `/library/${id}`, cast.viewer), 404)
    assert.equal(await visit(client, `/collections/${project.collectionId}`, cast.viewer), 404)
  })

  test('of one person alone shares nothing, and keeps their searches quick', async ({ assert }) => {
    const alone = await createProject({ name: 'Mine', visibility: 'private' }, cast.viewer)
    await User.query().where('id', cast.viewer.id).update({ role: 'editor' })
    await make(await cast.viewer.refresh(), alone)
    await cast.viewer.refresh()
    assert.isFalse(Boolean(cast.viewer.hasShares))
  })

  test('takes members in although its collection was deleted', async ({ client, assert }) => {
    const { id } = await make(cast.editor)
    await project.merge({ collectionId: null }).save()
    await setMember(project, cast.viewer.id, false)
    assert.equal(await visit(client, `/library/${id}`, cast.viewer), 200)
    await removeMember(project, cast.viewer.id)
    assert.equal(await visit(client, `/library/${id}`, cast.viewer), 404)
  })

  test('of before its members saw what it made shows it to them', async ({ client, assert }) => {
    await setMember(project, cast.viewer.id, false)
    const { id } = await make(cast.editor)
    await db.from('asset_shares').delete()
    await db.from('collection_shares').delete()
    await User.query().update({ has_shares: false })
    assert.equal(await visit(client, `/library/${id}`, cast.viewer), 404)

    await new Migration(db.connection(), 'migration', false).execUp()
    for (const person of [cast.owner, cast.viewer]) {
      assert.equal(await visit(client, `/library/${id}`, person), 200)
    }
    const collection = `/collections/${project.collectionId}`
    assert.equal(await visit(client, collection, cast.viewer), 200)
    assert.equal(await visit(client, `/library/${id}`, cast.stranger), 404)
  })

  test('that was open hides what its owner made, and shares it with the members', async ({
    client,
    assert,
  }) => {
    const open = await createProject({ name: 'Posters', visibility: 'everyone' }, cast.editor)
    await setMember(open, cast.viewer.id, false)
    const { id } = await make(cast.editor, open)
    assert.equal(await visit(client, `/library/${id}`, cast.stranger), 200)

    await updateProject(open, { name: 'Posters', visibility: 'private' }, cast.editor)
    assert.equal(await visit(client, `/library/${id}`, cast.stranger), 404)
    assert.equal(await visit(client, `/library/${id}`, cast.viewer), 200)
  })

  test('leaves its collection as it is while that is locked', async ({ assert }) => {
    const { collectionId } = project
    await db.from('collections').where('id', collectionId!).update({ locked_at: '2026-01-01' })
    await make(cast.editor)
    assert.lengthOf(await db.from('collection_assets').where('collection_id', collectionId!), 0)

    await updateProject(project, { name: 'Renamed', visibility: 'private' }, cast.owner)
    const open = { name: 'Opened', visibility: 'everyone' as const }
    await assert.rejects(() => updateProject(project, open, cast.owner))
    assert.equal(project.name, 'Renamed')
  })

  test('that was open neither shares what was private all along nor hides what is locked', async ({
    client,
    assert,
  }) => {
    const by = cast.editor
    const open = await createProject({ name: 'Posters', visibility: 'everyone' }, by)
    await setMember(open, cast.viewer.id, false)
    await setMember(open, cast.owner.id, true)
    const [own, locked] = [await make(cast.owner, open), await make(by, open)]
    await shareAssets({ assetIds: [own.id], by: cast.owner, visibility: 'private' })
    await lockAssets({ assetIds: [locked.id], by, lock: true })

    const answer = await client
      .put(`/projects/${open.id}`)
      .form({ name: 'Posters', visibility: 'private' })
      .loginAs(by)
      .withCsrfToken()
    assert.equal(await visit(client, `/library/${own.id}`, cast.viewer), 404)
    assert.include(answer.text(), '1 item stays shown to everyone: locked.')
    assert.equal(await visit(client, `/library/${locked.id}`, cast.stranger), 200)
  })

  test('takes back from who leaves it only what it gave', async ({ client, assert }) => {
    const [by, viewer] = [cast.editor, cast.viewer]
    const visible = (id: number) => visit(client, `/library/${id}`, viewer)
    const open = await createProject({ name: 'Posters', visibility: 'everyone' }, cast.owner)
    await setMember(open, viewer.id, false)
    const given = await make(by, open)
    await shareAssets({ assetIds: [given.id], by, visibility: 'private' })
    await shareWith(await findSubject(by, 'library', given.id), viewer, { by })
    await removeMember(open, viewer.id)
    assert.equal(await visible(given.id), 200, 'given by hand, of an open project')

    await setMember(project, viewer.id, false)
    const [toEdit, theirs, plain] = [await make(by), await make(by), await make(by)]
    await shareWith(await findSubject(by, 'library', toEdit.id), viewer, { by, canEdit: true })
    const own = await createProject({ name: 'Mine', visibility: 'private' }, viewer)
    const product = await db.from('products').where('asset_id', theirs.id).firstOrFail()
    const { id, position, ...row } = product
    await db.table('products').insert({ ...row, position: position + 1, project_id: own.id })
    await removeMember(project, viewer.id)
    assert.equal(await visible(toEdit.id), 200, 'given to edit')
    assert.equal(await visible(theirs.id), 200, 'of a project of their own')
    assert.equal(await visible(plain.id), 404)
  })

  test('shares with nobody what one of them already had for themselves', async ({
    client,
    assert,
  }) => {
    const { id } = await make(cast.editor)
    await Asset.query().where('id', id).update({ owner_id: cast.stranger.id })
    await setMember(project, cast.viewer.id, false)
    assert.equal(await visit(client, `/library/${id}`, cast.viewer), 404)
  })

  test('may begin with a template of its owner alone, an open one may not', async ({
    client,
    assert,
  }) => {
    const template = await createTemplateOf(cast.owner, { visibility: 'private' })
    const save = (visibility: string) =>
      client
        .put(`/projects/${project.id}`)
        .form({ name: 'Secret', visibility, templateId: template.id })
        .header('referer', `/projects/${project.id}/edit`)
        .loginAs(cast.owner)
        .withCsrfToken()
    await save('private')
    const refused = await save('everyone')
    refused.assertTextIncludes('field-templateId-error')
    const { visibility, defaults } = await Project.findOrFail(project.id)
    assert.deepEqual([visibility, defaults.templateId], ['private', template.id])
  })
})
