import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import db from '@adonisjs/lucid/services/db'
import Project from '#studio/models/project'
import { createProject } from '#studio/projects/projects'
import { setMember } from '#studio/projects/members'
import { call, keyOf } from '#tests/helpers/api'
import { createCast, type Cast } from '#tests/helpers/cast'
import { emptyTables } from '#tests/helpers/database'
import { countQueries, partial, statusOf } from '#tests/helpers/http'
import { createTemplateOf } from '#tests/helpers/recipes'

test.group('Projects', (group) => {
  let cast: Cast
  group.each.setup(async () => {
    await emptyTables()
    cast = await createCast()
  })

  const make = (name: string, visibility: 'everyone' | 'private' = 'everyone') =>
    createProject({ name, visibility }, cast.owner)

  const send = (client: ApiClient, verb: 'post' | 'put' | 'delete', path: string, form = {}) => ({
    as: (person: Cast[keyof Cast]) =>
      client[verb](path).form(form).loginAs(person).withCsrfToken().headers(partial).redirects(0),
  })

  test('say what they are for while there are none', async ({ client, assert }) => {
    const list = await client.get('/projects').loginAs(cast.editor)
    list.assertTextIncludes('No projects yet')
    assert.include(list.text(), 'href="/projects/create"')
    const looking = await client.get('/projects').loginAs(cast.viewer)
    assert.notInclude(looking.text(), 'href="/projects/create"')
  })

  test('are made by editors, with a collection for what comes of them', async ({
    client,
    assert,
  }) => {
    const form = { name: 'Posters', brief: 'Four, by Friday', visibility: 'everyone', width: '768' }
    assert.equal(await statusOf(send(client, 'post', '/projects', form).as(cast.viewer)), 403)
    assert.equal(await statusOf(send(client, 'post', '/projects', form).as(cast.editor)), 302)
    const project = await Project.findByOrFail('name', 'Posters')
    assert.deepEqual(project.defaults, { width: 768 })
    const page = await client.get(`/projects/${project.id}`).loginAs(cast.viewer)
    page.assertTextIncludes('Four, by Friday')
    page.assertTextIncludes(`/collections/${project.collectionId}`)
  })

  test('say at the field what is wrong with them', async ({ client }) => {
    const form = { name: 'Posters', visibility: 'everyone', width: '7' }
    const answer = await client
      .post('/projects')
      .form(form)
      .header('referer', '/projects/create')
      .loginAs(cast.editor)
      .withCsrfToken()
    answer.assertTextIncludes('field-width-error')
  })

  test('are made without a model, which the form sends as nothing', async ({ client, assert }) => {
    const page = await client.get('/projects/create').loginAs(cast.editor)
    assert.match(page.text(), /<option value=""[^>]*>None<\/option>/)
  })

  test('that are private only their members see', async ({ client, assert }) => {
    const project = await make('Secret', 'private')
    const visit = (person: Cast[keyof Cast]) =>
      client.get(`/projects/${project.id}`).loginAs(person)
    assert.equal(await statusOf(visit(cast.editor)), 404)
    await setMember(project, cast.editor.id, false)
    assert.equal(await statusOf(visit(cast.editor)), 200)
    const list = await client.get('/projects').loginAs(cast.editor)
    list.assertTextIncludes('Secret')
    assert.equal(await statusOf(visit(cast.stranger)), 404)
    const others = await client.get('/projects').loginAs(cast.stranger)
    assert.notInclude(others.text(), 'Secret')
  })

  test('that become private take their collection along', async ({ client, assert }) => {
    const project = await make('Posters')
    const form = { name: 'Posters', visibility: 'private' }
    await send(client, 'put', `/projects/${project.id}`, form).as(cast.owner)
    const seen = client.get(`/collections/${project.collectionId}`).loginAs(cast.viewer)
    assert.equal(await statusOf(seen), 404)
  })

  test('take members in and let them go', async ({ client, assert }) => {
    const project = await make('Posters')
    const members = `/projects/${project.id}/members`
    const form = { userId: cast.editor.id, canEdit: '1' }
    assert.equal(await statusOf(send(client, 'post', members, form).as(cast.editor)), 403)
    assert.equal(await statusOf(send(client, 'post', members, form).as(cast.owner)), 302)
    const page = await client.get(`/projects/${project.id}/edit`).loginAs(cast.owner)
    page.assertTextIncludes('May order')
    const one = `${members}/${cast.editor.id}`
    assert.equal(await statusOf(send(client, 'delete', one).as(cast.owner)), 302)
    const shown = await client.get(`/projects/${project.id}`).loginAs(cast.owner)
    assert.notInclude(shown.text(), 'Members:')
  })

  test('have written down who became a member, and who is none any more', async ({
    client,
    assert,
  }) => {
    const project = await make('Secret', 'private')
    const members = `/projects/${project.id}/members`
    const join = { userId: cast.editor.id }
    await send(client, 'post', members, join).as(cast.owner)
    await send(client, 'post', members, { ...join, canEdit: '1' }).as(cast.owner)
    await send(client, 'post', members, { ...join, canEdit: '1' }).as(cast.owner)
    await send(client, 'delete', `${members}/${cast.editor.id}`).as(cast.owner)
    await send(client, 'delete', `${members}/${cast.editor.id}`).as(cast.owner)

    const lines = await db.from('audit_events').where('event', 'share.changed').orderBy('id')
    const { email } = cast.editor
    assert.deepEqual(
      lines.map(({ details }) => JSON.parse(details)),
      [{ with: email, may: 'look' }, { with: email, may: 'order' }, { 'no longer with': email }]
    )
    const { actor, subject_kind: kind, subject, ip } = lines[0]
    assert.deepEqual([actor, kind, subject], [cast.owner.email, 'project', 'Secret'])
    assert.isNotNull(ip)
  })

  test('are put away, and opened again', async ({ client, assert }) => {
    const project = await make('Posters')
    const archive = `/projects/${project.id}/archive`
    assert.equal(await statusOf(send(client, 'post', archive).as(cast.owner)), 302)
    const open = await client.get('/projects').loginAs(cast.viewer)
    assert.notInclude(open.text(), 'Posters')
    const archived = await client.get('/projects?archived=1').loginAs(cast.viewer)
    assert.include(archived.text(), 'Posters')
    assert.equal(await statusOf(send(client, 'delete', archive).as(cast.owner)), 302)
    const again = await client.get('/projects').loginAs(cast.viewer)
    assert.include(again.text(), 'Posters')
  })

  test('are put away and renamed although their first template is hidden by now, or gone', async ({
    assert,
  }) => {
    const template = await createTemplateOf(cast.owner)
    const project = await make('Posters')
    await project.merge({ defaults: { templateId: template.id } }).save()
    const key = await keyOf(cast.owner, 'read', 'write')
    const put = async (json: object) => {
      const { status } = await call('PUT', `/api/projects/${project.id}`, { key, json })
      return status
    }

    await template.merge({ visibility: 'private' }).save()
    assert.equal(await put({ archived: true }), 200)
    assert.equal(await put({ visibility: 'private' }), 200)
    assert.equal(await put({ visibility: 'everyone' }), 422)
    await template.delete()
    assert.equal(await put({ visibility: 'everyone', name: 'Prints' }), 200)
  })

  test('ask the database no more for more of them', async ({ client, assert }) => {
    await make('One')
    const visit = () => client.get('/projects').loginAs(cast.viewer)
    const few = await countQueries(visit)
    for (let number = 0; number < 10; number++) await make(`More ${number}`)
    assert.equal(await countQueries(visit), few)
  })
})
