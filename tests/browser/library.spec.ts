import { setTimeout as delay } from 'node:timers/promises'
import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import type { Page } from 'playwright'
import { barriers, loginAs, originOf, watchComplaints } from '#tests/helpers/browser'
import { createCast, type Cast } from '#tests/helpers/cast'
import { emptyTables } from '#tests/helpers/database'
import { createAsset } from '#tests/helpers/library'

const origin = originOf()

const library = (page: Page, q = '') => page.goto(`${origin}/library?${new URLSearchParams({ q })}`)
const tiles = (page: Page) => page.locator('#tiles [data-id]')

/** Waits until something the page does by itself has come about. */
async function soon(isSo: () => Promise<boolean>) {
  const end = Date.now() + 8_000
  while (!(await isSo())) {
    if (Date.now() > end) throw new Error('Still not so')
    await delay(50)
  }
}

async function fill(owner: Cast['owner'], count: number) {
  for (let number = 1; number <= count; number++) {
    const at = new Date(Date.UTC(2026, 0, 1) + number * 60_000).toISOString()
    await createAsset({
      owner,
      prompt: number % 2 ? 'a red fox in snow' : 'a blue whale',
      model: 'flux1-dev',
      capturedAt: at.slice(0, 19).replace('T', ' '),
      tags: number % 3 ? [] : ['draft'],
    })
  }
}

test.group('The library without JavaScript', (group) => {
  let cast: Cast
  group.setup(async () => {
    await emptyTables()
    cast = await createCast()
    await fill(cast.owner, 130)
  })

  test('search, page on, and rate what is ticked', async ({ assert, browser }) => {
    const context = await browser.newContext({ javaScriptEnabled: false })
    const page = await context.newPage()
    await loginAs(page, cast.owner)
    await page.getByLabel('Search the library').fill('fox')
    await page.getByRole('button', { name: 'Search' }).click()
    assert.include(await page.locator('.toolbar-count').innerText(), '65 items')
    assert.equal(await tiles(page).count(), 60)

    await page.getByRole('link', { name: 'Next' }).click()
    assert.equal(await tiles(page).count(), 5)
    assert.isFalse(await page.locator('#selection').isVisible())
    await tiles(page).nth(0).getByRole('checkbox').check()
    await tiles(page).nth(1).getByRole('checkbox').check()
    await page.locator('#selection').getByRole('button', { name: 'Rate 4' }).click()
    assert.include(await page.locator('.toast').innerText(), '2 items')
    const rated = await db.from('marks').where({ user_id: cast.owner.id, rating: 4 })
    assert.lengthOf(rated, 2)

    await page.locator('.toast').getByRole('button', { name: 'Undo' }).click()
    assert.lengthOf(await db.from('marks').whereNotNull('rating'), 0)
    await context.close()
  })

  test('filters are a page of their own', async ({ assert, browser }) => {
    const context = await browser.newContext({ javaScriptEnabled: false })
    const page = await context.newPage()
    await loginAs(page, cast.owner)
    await page.getByRole('link', { name: 'Filters' }).click()
    await page.getByRole('link', { name: /^draft/ }).click()
    assert.include(await page.locator('.toolbar-count').innerText(), '43 items')
    await context.close()
  })
})

test.group('The library with JavaScript', (group) => {
  let cast: Cast
  group.setup(async () => {
    await emptyTables()
    cast = await createCast()
    await fill(cast.owner, 130)
  })

  test('the next pictures come when the end is reached', async ({ assert, browser }) => {
    const context = await browser.newContext({ viewport: { width: 1200, height: 800 } })
    const page = await context.newPage()
    await loginAs(page, cast.owner)
    await library(page)
    assert.equal(await tiles(page).count(), 60)
    await page.evaluate('scrollTo(0, document.body.scrollHeight)')
    await tiles(page).nth(119).waitFor()
    await page.evaluate('scrollTo(0, document.body.scrollHeight)')
    await tiles(page).nth(129).waitFor()
    const ids = await tiles(page).evaluateAll((all) => all.map((each) => (each as any).dataset.id))
    assert.equal(new Set(ids).size, 130)
    await context.close()
  })

  test('Back from an item leads to the tile one left from', async ({ assert, browser }) => {
    const context = await browser.newContext({ viewport: { width: 1200, height: 800 } })
    const page = await context.newPage()
    await loginAs(page, cast.owner)
    await library(page)
    await page.evaluate('scrollTo(0, document.body.scrollHeight)')
    await tiles(page).nth(119).waitFor()
    const tile = tiles(page).nth(95)
    await tile.scrollIntoViewIfNeeded()
    const before = await tile.boundingBox()
    await tile.locator('.tile-link').click()
    await page.waitForURL(/library\/\d+/)
    await page.goBack()
    await soon(async () => {
      const after = (await tiles(page).count()) > 95 && (await tile.boundingBox())
      return !!after && Math.abs(after.y - before!.y) < 2
    })
    assert.equal(
      await page.evaluate('document.activeElement.closest("[data-id]")?.id'),
      await tile.getAttribute('id')
    )
    await context.close()
  })

  test('keys of one’s own do what the usual ones did, which do it no more', async ({
    assert,
    browser,
  }) => {
    const context = await browser.newContext({ viewport: { width: 1200, height: 800 } })
    const page = await context.newPage()
    await cast.editor.merge({ ownKeys: '{"Library x":"m","Picture f":"w w"}' }).save()
    await loginAs(page, cast.editor)
    await library(page, '-tag:draft')
    await page.keyboard.press('ArrowRight')
    const ticked = () => page.locator('#tiles input:checked').count()
    await page.keyboard.press('x')
    assert.equal(await ticked(), 0)
    await page.keyboard.press('m')
    assert.equal(await ticked(), 1)
    await page.keyboard.press('w')
    await page.locator('#key-hint').getByText('Favourite').waitFor()
    await page.keyboard.press('w')
    await page.locator('.toast').getByText('1 item').waitFor()
    await context.close()
  })

  test('tagging many empties the field and goes back to the pictures', async ({
    assert,
    browser,
  }) => {
    const context = await browser.newContext({ viewport: { width: 1200, height: 800 } })
    const page = await context.newPage()
    await loginAs(page, cast.owner)
    await library(page, '-tag:draft')
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('x')
    await page.locator('#tiles :checked').waitFor()
    await page.keyboard.press('t')
    await page.locator('#selection-names:focus').waitFor()
    const completed = page.waitForResponse(/\/tags\/completions/)
    await page.keyboard.type('winter')
    await completed
    await page.waitForTimeout(100)
    assert.equal(await page.locator('#selection-names').inputValue(), 'winter')
    await page.keyboard.press('Enter')
    await page.locator('.toast').getByText('1 item').waitFor()
    assert.equal(await page.locator('#selection-names').inputValue(), '')
    const focused = await page.evaluate('document.activeElement.closest("[data-id]")?.id')
    assert.equal(focused, await tiles(page).first().getAttribute('id'))
    await context.close()
  })

  test('a session with the keyboard alone', async ({ assert, browser }) => {
    const context = await browser.newContext({ viewport: { width: 1200, height: 800 } })
    const page = await context.newPage()
    await loginAs(page, cast.owner)
    await library(page)
    await page.keyboard.press('/')
    assert.equal(await page.evaluate('document.activeElement.id'), 'q')
    await page.keyboard.type('fox')
    await page.keyboard.press('Enter')
    await page.waitForURL(/q=fox/)

    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('x')
    await page.keyboard.press('Shift+ArrowRight')
    await page.keyboard.press('Shift+ArrowRight')
    assert.equal(await page.locator('#tiles :checked').count(), 3)
    await page.keyboard.press('5')
    await page.locator('#tiles .stars').nth(2).waitFor()
    assert.lengthOf(await db.from('marks').where('rating', 5), 3)
    await page.keyboard.press('u')
    await page.locator('#tiles .stars').first().waitFor({ state: 'detached' })
    assert.lengthOf(await db.from('marks').where('rating', 5), 0)

    await page.keyboard.press('Control+a')
    assert.equal(await page.locator('#tiles :checked').count(), 60)
    await page.keyboard.press('Control+a')
    assert.equal(await page.locator('[data-selection-count]').innerText(), 'All')
    await page.keyboard.press('f')
    await page.locator('#tiles .heart').nth(59).waitFor()
    assert.include(await page.locator('#toasts').innerText(), '65 items')
    assert.lengthOf(await db.from('marks').where({ user_id: cast.owner.id, favorite: true }), 65)

    await page.keyboard.press('Escape')
    assert.equal(await page.locator('#tiles :checked').count(), 0)
    await page.keyboard.press('v')
    await page.locator('#key-hint').getByText('List').waitFor()
    await page.keyboard.press('l')
    await page.waitForURL(/view=list/)
    await page.keyboard.press('?')
    await page.getByRole('heading', { name: 'Keys', exact: true }).waitFor()
    await context.close()
  })

  test('the box completes, and keeps the list where the search has an error', async ({
    assert,
    browser,
  }) => {
    const context = await browser.newContext({ viewport: { width: 1200, height: 800 } })
    const page = await context.newPage()
    await loginAs(page, cast.owner)
    await library(page, 'fox')
    const box = page.getByLabel('Search the library')
    await box.fill('')
    await box.pressSequentially('fox mod')
    await page.getByRole('option', { name: /model:/ }).waitFor()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    assert.equal(await box.inputValue(), 'fox model:')
    await page.getByRole('option', { name: /flux1-dev/ }).waitFor()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    assert.match(await box.inputValue(), /^fox model:=?flux1-dev/)

    await box.fill('fox rating:many')
    await page.keyboard.press('Enter')
    await page.getByRole('alert').filter({ hasText: 'Column 12' }).waitFor()
    assert.match(page.url(), /q=fox$/)
    assert.equal(await tiles(page).count(), 60)
    await context.close()
  })

  test('one picture that does not come is one broken tile', async ({ assert, browser }) => {
    const context = await browser.newContext({ viewport: { width: 1200, height: 800 } })
    const page = await context.newPage()
    await createAsset({
      owner: cast.owner,
      capturedAt: '2027-01-01 00:00:00',
      file: { fileName: 'torn.png', brokenReason: 'The file ends too early.' },
    })
    await loginAs(page, cast.owner)
    await library(page)
    assert.include(await tiles(page).first().innerText(), 'The file ends too early.')
    assert.equal(await tiles(page).count(), 60)
    await context.close()
  })

  test('a phone has everything within its width', async ({ assert, browser }) => {
    const context = await browser.newContext({
      viewport: { width: 390, height: 844 },
      hasTouch: true,
    })
    const page = await context.newPage()
    await loginAs(page, cast.owner)
    for (const path of ['/library', '/library?view=list', '/library/facets', '/help', '/jobs']) {
      await page.goto(origin + path)
      const wider = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth')
      assert.isAtMost(wider, 0, `${path} is wider than the phone`)
    }
    await page.goto(`${origin}/library`)
    assert.isTrue(await page.locator('.bottom-bar').isVisible())
    assert.isFalse(await page.locator('.rail').isVisible())
    await context.close()
  })
})

test.group('Every page', (group) => {
  let cast: Cast
  let assetId: number
  group.setup(async () => {
    await emptyTables()
    cast = await createCast()
    await fill(cast.owner, 12)
    const broken = { fileName: 'torn.png', brokenReason: 'The file ends too early.' }
    await createAsset({ owner: cast.owner, file: broken })
    const asset = await createAsset({ owner: cast.owner, prompt: 'a lighthouse' })
    assetId = asset.id
  })

  test('is accessible in {theme} and keeps to the content security policy')
    .with([{ theme: 'light' as const }, { theme: 'dark' as const }])
    .run(async ({ assert, browser }, { theme }) => {
      const context = await browser.newContext({ colorScheme: theme, reducedMotion: 'reduce' })
      const complaints = await watchComplaints(context)
      const page = await context.newPage()
      await page.goto(`${origin}/login`)
      const found = await barriers(page, '/login')
      await loginAs(page, cast.owner)
      for (const path of pages(assetId)) {
        const answer = await page.goto(origin + path, { waitUntil: 'load' })
        assert.isBelow(answer!.status(), 500, path)
        await page.waitForTimeout(150)
        found.push(...(await barriers(page, path)))
      }
      await page.goto(`${origin}/library`)
      await page.locator('.tile-check input').first().check()
      await page.getByRole('link', { name: 'Filters' }).click()
      await page.locator('.facet').first().waitFor()
      found.push(...(await barriers(page, 'selection and filters')))
      assert.deepEqual(found, [])
      assert.deepEqual(complaints, { violations: [], errors: [] })
      await context.close()
    })
})

const pages = (assetId: number) => [
  '/library',
  '/library?view=list&q=sort:rating-',
  '/library?q=nothinglikethis',
  '/library?q=rating:many',
  '/library/facets',
  '/library/slideshow',
  `/library/${assetId}`,
  '/collections',
  '/tags',
  '/views',
  '/jobs',
  '/import',
  '/admin/source-folders',
  '/profile',
  '/help',
  '/nowhere',
]
