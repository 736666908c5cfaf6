import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { castPassword, createCast, type Cast } from '#tests/helpers/cast'
import { createCollection } from '#tests/helpers/curation'
import { emptyTables } from '#tests/helpers/database'
import { countQueries, partial, queriesOf } from '#tests/helpers/http'
import { createAsset } from '#tests/helpers/library'
import { createVisitor, logIn } from '#tests/helpers/visitor'

const pages = [
  '/library',
  '/library?view=list',
  '/library/facets',
  '/library/completions?text=mod',
  '/library/slideshow',
  '/palette',
  '/help',
]

const tilesIn = (html: string) => html.match(/id="asset_\d+"/g)?.length ?? 0

test.group('The gallery', (group) => {
  let cast: Cast
  group.each.setup(async () => {
    await emptyTables()
    cast = await createCast()
  })

  async function fill(count: number, more: Partial<Parameters<typeof createAsset>[0]> = {}) {
    for (let number = 0; number < count; number++) {
      await createAsset({
        owner: cast.owner,
        prompt: 'a red fox',
        model: 'flux',
        tags: ['fox'],
        file: { placeholder: 'AAAA' },
        ...more,
      })
    }
  }
  const secret = () =>
    fill(1, {
      prompt: 'a hidden lighthouse',
      model: 'unseen-model',
      tags: ['lighthouse'],
      file: { fileName: 'unseen.png', visibility: 'private' },
    })

  test('the list says what is locked', async ({ client, assert }) => {
    await fill(1)
    const list = () => client.get('/library?view=list').loginAs(cast.viewer)
    const free = await list()
    assert.notInclude(free.text(), '>locked<')
    await db.from('assets').update({ locked_at: '2026-01-01 00:00:00' })
    const locked = await list()
    assert.include(locked.text(), '<span class="badge">locked</span>')
  })

  test('{$self} asks who is there')
    .with(pages)
    .run(async ({ client, assert }, path) => {
      const answer = await client.get(path).header('Accept', 'text/html').redirects(0)
      assert.equal(answer.status(), 302)
      answer.assertHeader('location', '/login')
    })

  test('{$self} asks nothing that SQLite has to plan anew each time')
    .with(pages.filter((path) => path !== '/help'))
    .run(async ({ client, assert }, path) => {
      await fill(2)
      const visit = () => client.get(path).loginAs(cast.owner)
      for (const statement of await queriesOf(visit)) assert.notMatch(statement, /limit \?/i)
    })

  test('{$self} is there for viewers')
    .with(pages)
    .run(async ({ client }, path) => {
      await fill(2)
      const answer = await client.get(path).loginAs(cast.viewer)
      answer.assertStatus(200)
    })

  test('{$self} asks no more for more pictures')
    .with(pages.filter((path) => !path.includes('help')))
    .run(async ({ client, assert }, path) => {
      await fill(3)
      const visit = () => client.get(path).loginAs(cast.viewer)
      const few = await countQueries(visit)
      await fill(10, { prompt: 'a blue whale', model: 'sdxl', tags: ['whale', 'sea'] })
      assert.equal(await countQueries(visit), few)
    })

  test('{$self} says nothing of what is private to others')
    .with([
      ...pages,
      '/library?q=hidden&view=list',
      '/library/facets?q=hidden',
      '/library/completions?text=model:uns',
      '/library/completions?text=tag:light',
      '/library/completions?text=hidd',
      '/library/slideshow?q=hidden',
    ])
    .run(async ({ client, assert }, path) => {
      await secret()
      const theirs = await client.get(path).loginAs(cast.stranger)
      theirs.assertStatus(200)
      const text = theirs.text()
      assert.notMatch(text, /unseen|lighthouse/)
      assert.equal(tilesIn(text), 0)
    })

  test('counts for each person what they may see', async ({ client, assert }) => {
    await fill(2)
    await secret()
    const count = async (person: Cast[keyof Cast]) => {
      const page = await client.get('/library').loginAs(person)
      return page.text().match(/<strong>(\d+)<\/strong> items/)?.[1]
    }
    assert.equal(await count(cast.owner), '3')
    assert.equal(await count(cast.stranger), '2')
  })

  test('shows what has changed since, and each person their own marks', async ({
    client,
    assert,
  }) => {
    await fill(2)
    const see = async (person: Cast[keyof Cast], view = 'grid') => {
      const page = await client.get('/library').qs({ view }).loginAs(person)
      return page.text()
    }
    const before = await see(cast.viewer)
    assert.include(before, 'alt="a red fox"')

    const [{ id, position }] = await db.from('assets').select('id', 'position').limit(1)
    await db.table('marks').insert({ user_id: cast.viewer.id, asset_id: id, position, favorite: 1 })
    await db.from('assets').where('id', id).update({ prompt: 'a grey wolf' })

    const hearts = (html: string) => html.match(/tile-badge heart/g)?.length ?? 0
    for (const view of ['grid', 'list']) {
      const [own, others] = [await see(cast.viewer, view), await see(cast.editor, view)]
      assert.deepEqual([hearts(own), hearts(others)], [1, 0])
      for (const page of [own, others]) assert.include(page, 'a grey wolf')
    }
  })

  test('gives the next pictures alone to who asks for them alone', async ({ client, assert }) => {
    await fill(70)
    const page = await client.get('/library').qs({ q: 'fox' }).loginAs(cast.viewer)
    assert.equal(tilesIn(page.text()), 60)
    const next = page
      .text()
      .match(/rel="next" href="([^"]+)"/)![1]
      .replaceAll('&amp;', '&')
    assert.include(next, 'q=fox')

    const more = await client.get(next).headers(partial).loginAs(cast.viewer)
    assert.equal(tilesIn(more.text()), 10)
    assert.notInclude(more.text(), '<html')

    const whole = await client.get(next).loginAs(cast.viewer)
    assert.equal(tilesIn(whole.text()), 10)
    assert.include(whole.text(), 'rel="prev"')
  })

  test('keeps the list of the search before beside an error', async ({ client, assert }) => {
    await fill(3)
    await fill(2, { prompt: 'a blue whale' })
    const answer = await client
      .get('/library')
      .qs({ q: 'rating:many' })
      .header('Referer', 'http://localhost/library?q=whale')
      .loginAs(cast.viewer)
    answer.assertStatus(422)
    assert.include(answer.text(), 'column 8')
    assert.equal(tilesIn(answer.text()), 2)
  })

  test('is not put out by a cursor, a view or a size of somebody else', async ({
    client,
    assert,
  }) => {
    await fill(2)
    for (const query of ['after=nonsense', 'before=%00', 'view=circle', 'size=huge']) {
      const answer = await client.get(`/library?${query}`).loginAs(cast.viewer)
      answer.assertStatus(200)
      assert.equal(tilesIn(answer.text()), 2, query)
    }
  })

  test('refuses a search longer than any', async ({ client, assert }) => {
    const paths = ['/library', '/library/facets', '/library/slideshow', '/library/completions']
    for (const path of paths) {
      const name = path.endsWith('completions') ? 'text' : 'q'
      const answer = await client
        .get(path)
        .qs({ [name]: 'x'.repeat(4_001) })
        .headers(partial)
        .loginAs(cast.viewer)
      answer.assertStatus(422)
      assert.match(answer.text(), /4000|4,000/, path)
    }
  })

  test('remembers how it is shown in this browser', async ({ assert }) => {
    await fill(1)
    const visitor = createVisitor()
    await logIn(visitor, cast.viewer.email, castPassword)
    await visitor.get('/library?view=list')
    const later = await visitor.get('/library')
    assert.include(later.text, '<table class="table list"')
  })

  test('shows filters as a page and as a part of one', async ({ client, assert }) => {
    await fill(3)
    const page = await client.get('/library/facets').loginAs(cast.viewer)
    assert.include(page.text(), '<h1>Filters</h1>')
    const part = await client.get('/library/facets').headers(partial).loginAs(cast.viewer)
    assert.notInclude(part.text(), '<html')
    assert.match(part.text(), /facet-name">fox<\/span><span class="facet-count">3</)
    assert.include(part.text(), 'href="/library?q=tag%3Afox"')
    assert.include(part.text(), 'href="/library?q=-tag%3Afox"')
  })

  test('completes fields and values, and says what is wrong', async ({ client, assert }) => {
    await fill(3)
    const complete = async (text: string) => {
      const answer = await client
        .get('/library/completions')
        .qs({ text, caret: text.length })
        .loginAs(cast.viewer)
      return answer.body()
    }
    const values = await complete('model:fl')
    assert.deepInclude(values.suggestions[0], { label: 'flux', count: 3 })
    const wrong = await complete('fox rating:many')
    assert.equal(wrong.error.column, 12)
  })

  test('shows one picture of a search after the other, and the first again', async ({
    client,
    assert,
  }) => {
    await fill(1, { capturedAt: '2024-01-01 00:00:00' })
    await fill(1, { capturedAt: '2024-01-02 00:00:00' })
    const hrefOf = (html: string) =>
      html.match(/href="([^"]+)"[^>]*data-next-slide/s)![1].replaceAll('&amp;', '&')
    const shown = (html: string) => html.match(/\/library\/(\d+)\/thumbnails\/2048/)![1]

    const first = await client.get('/library/slideshow?q=fox').loginAs(cast.viewer)
    const second = await client.get(hrefOf(first.text())).headers(partial).loginAs(cast.viewer)
    assert.notInclude(second.text(), '<html')
    assert.notEqual(shown(second.text()), shown(first.text()))
    const again = await client.get(hrefOf(second.text())).loginAs(cast.viewer)
    assert.equal(shown(again.text()), shown(first.text()))

    const none = await client.get('/library/slideshow?q=nothinglikethis').loginAs(cast.viewer)
    none.assertTextIncludes('Nothing to show')
  })

  test('leads from the palette to own views, collections and tags', async ({ client, assert }) => {
    await fill(2)
    await createCollection('For all', cast.owner)
    await createCollection('Own', cast.owner, [], 'private')
    const answer = await client.get('/palette').loginAs(cast.stranger)
    const labels = answer.body().map((entry: { label: string }) => entry.label)
    assert.includeMembers(labels, ['For all', 'fox'])
    assert.notInclude(labels, 'Own')
  })

  test('explains every key and every field it knows', async ({ client }) => {
    const help = await client.get('/help').loginAs(cast.viewer)
    for (const text of ['rating', 'negative', 'Shift', 'Slideshow']) help.assertTextIncludes(text)
  })
})
