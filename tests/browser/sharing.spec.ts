import { test } from '@japa/runner'
import { createLink } from '#library/sharing/links'
import { findSubject } from '#library/sharing/subject'
import { importBytes } from '#tests/helpers/arrivals'
import { barriers, loginAs, originOf, watchComplaints } from '#tests/helpers/browser'
import { castPassword, createCast, type Cast } from '#tests/helpers/cast'
import { createCollection } from '#tests/helpers/curation'
import { emptyDataFolders, emptyTables } from '#tests/helpers/database'
import { jpeg } from '#tests/helpers/pictures'

const origin = originOf()

test.group('Sharing in a browser', (group) => {
  let cast: Cast
  let collection: number
  let item: number
  group.each.setup(async () => {
    await emptyTables()
    await emptyDataFolders()
    cast = await createCast()
    const made = []
    for (const [index, size] of [
      [1200, 800],
      [600, 900],
      [900, 900],
    ].entries()) {
      const bytes = await jpeg(index + 1, ...(size as [number, number]))
      made.push(await importBytes(bytes, `fox ${index}.jpg`, { owner: cast.editor }))
    }
    item = made[0].id
    collection = await createCollection(
      'Foxes in the snow',
      cast.editor,
      made.map(({ id }) => id)
    )
  })

  test('a shared collection is looked at without an account, and without scripts', async ({
    assert,
    browser,
  }) => {
    const by = cast.editor
    const terms = { password: castPassword, days: 7, allowsDownload: true, showsMetadata: true }
    const address = await createLink(await findSubject(by, 'collections', collection), terms, {
      by,
    })
    for (const javaScriptEnabled of [true, false]) {
      const context = await browser.newContext({ javaScriptEnabled, reducedMotion: 'reduce' })
      const complaints = await watchComplaints(context)
      const page = await context.newPage()
      await page.goto(origin + new URL(address).pathname)
      await page.getByLabel('Password').fill(castPassword)
      await page.getByRole('button', { name: 'Open' }).click()
      await page.getByRole('heading', { name: 'Foxes in the snow' }).waitFor()
      if (javaScriptEnabled) assert.deepEqual(await barriers(page, 'collection'), [])
      assert.equal(await page.locator('.tile-picture').count(), 3)

      await page.locator('.tile-link').first().click()
      await page.getByRole('heading', { name: 'fox 0.jpg' }).waitFor()
      if (javaScriptEnabled) assert.deepEqual(await barriers(page, 'item'), [])
      assert.deepEqual(complaints, { violations: [], errors: [] })
      const download = page.waitForEvent('download')
      await page.getByRole('link', { name: 'Download' }).click()
      const file = await download
      assert.equal(file.suggestedFilename(), 'fox 0.jpg')
      await context.close()
    }
  })

  test('who sees an item is decided on one page', async ({ assert, browser }) => {
    const context = await browser.newContext({ reducedMotion: 'reduce' })
    const complaints = await watchComplaints(context)
    const page = await context.newPage()
    await loginAs(page, cast.editor)
    await page.goto(`${origin}/library/${item}`)
    await page.getByRole('link', { name: 'Share', exact: true }).click()
    await page
      .getByLabel('Share with')
      .selectOption({ label: 'Viewer (viewer@example.com), a viewer' })
    await page.getByRole('button', { name: 'Share', exact: true }).click()
    await page.getByRole('button', { name: 'End sharing with Viewer' }).waitFor()

    await page.getByRole('button', { name: 'Make a link' }).click()
    const address = await page.locator('code.secret').textContent()
    assert.match(address!, /\/s\/[\w-]{32}$/)
    assert.deepEqual(await barriers(page, 'sharing'), [])
    await page.getByRole('button', { name: /^End the link/ }).click()
    await page.getByText('That link opens nothing any more.').waitFor()
    assert.deepEqual(complaints, { violations: [], errors: [] })
    await context.close()
  })
})
