import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import type { Page } from 'playwright'
import { rebuildTouched } from '#duplicates/groups/rebuilding'
import { barriers, loginAs, originOf, watchComplaints } from '#tests/helpers/browser'
import { createCast, type Cast } from '#tests/helpers/cast'
import { emptyTables } from '#tests/helpers/database'
import { assetWithFile, makeAlike } from '#tests/helpers/duplicates'

const origin = originOf()

test.group('Reviewing duplicates', (group) => {
  let cast: Cast
  group.each.setup(async () => {
    await emptyTables()
    cast = await createCast()
  })

  /** Groups of three, the first with the most pixels; the more bytes, the earlier they are shown. */
  async function groups(count: number) {
    const made = []
    for (let number = count; number > 0; number--) {
      const picture = (name: string, width: number) =>
        assetWithFile(`${name} ${number} `.repeat(number * 100), {
          owner: cast.owner,
          tags: [name],
          file: { width, height: width, fileName: `${name}-${number}.png` },
        })
      const three = [
        await picture('best', 3000),
        await picture('copy', 2000),
        await picture('other', 1000),
      ]
      await makeAlike(three)
      made.push(three)
    }
    while (await rebuildTouched());
    return made
  }

  const inTrash = async () => {
    const rows = await db.from('assets').whereNotNull('deleted_at').orderBy('id')
    return rows.map((row) => row.file_name as string)
  }
  const decisions = async () => {
    const rows = await db.from('duplicate_decisions').orderBy('id')
    return rows.map((row) => row.verdict as string)
  }

  test('by keyboard alone', async ({ assert, browser }) => {
    await groups(4)
    const context = await browser.newContext({ reducedMotion: 'reduce' })
    const complaints = await watchComplaints(context)
    const page = await context.newPage()
    await loginAs(page, cast.editor)
    const pressed = (key: string) =>
      Promise.all([page.waitForEvent('load'), page.keyboard.press(key)])

    await page.goto(`${origin}/library`)
    await page.keyboard.press('g')
    await pressed('d')
    assert.deepEqual(await barriers(page, 'groups'), [])
    await pressed('Enter')
    assert.include(await page.locator('main').innerText(), 'best-4.png')
    assert.deepEqual(await barriers(page, 'group'), [])

    await page.keyboard.press('2')
    await pressed('Enter')
    assert.deepEqual(await inTrash(), ['other-4.png'])
    assert.include(await page.locator('.toast').innerText(), 'merged into the keeper')
    assert.include(await page.locator('main').innerText(), 'best-3.png')

    await pressed('u')
    assert.deepEqual(await inTrash(), [])
    assert.deepEqual(await decisions(), [])

    await openGroupOf(page, 'best-3.png')
    await pressed('x')
    assert.deepEqual(await decisions(), ['different', 'different', 'different'])
    await openGroupOf(page, 'best-2.png')
    await pressed('v')
    assert.include(await decisions(), 'variants')
    await openGroupOf(page, 'best-1.png')
    await pressed('Space')
    assert.include(page.url(), '/duplicates/comparison')
    assert.deepEqual(await barriers(page, 'comparison'), [])
    await pressed('Escape')
    await pressed('l')
    assert.lengthOf(await db.from('duplicate_postponements'), 3)
    assert.deepEqual(complaints, { violations: [], errors: [] })
    await context.close()
  }).timeout(60_000)

  test('without JavaScript', async ({ assert, browser }) => {
    await groups(2)
    const context = await browser.newContext({ javaScriptEnabled: false })
    const page = await context.newPage()
    await loginAs(page, cast.editor)
    await page.goto(`${origin}/duplicates`)
    await page.getByRole('link', { name: 'Review one by one' }).click()
    await page.getByRole('link', { name: 'Preview' }).click()
    assert.include(await page.locator('main').innerText(), 'copy, other')
    await page.getByRole('link', { name: 'Back' }).click()
    await page.getByRole('radio').nth(1).check()
    await page.getByRole('button', { name: 'Merge into the keeper' }).click()
    assert.deepEqual(await inTrash(), ['best-2.png', 'other-2.png'])
    await page.locator('.toast').getByRole('button', { name: 'Undo' }).click()
    assert.deepEqual(await inTrash(), [])

    await openGroupOf(page, 'best-1.png')
    await page.getByRole('button', { name: 'Not duplicates' }).click()
    await page.goto(`${origin}/duplicates/decisions`)
    await page.getByRole('checkbox').first().check()
    await page.getByRole('button', { name: 'Ask about the selected again' }).click()
    assert.lengthOf(await decisions(), 2)

    await page.goto(`${origin}/duplicates`)
    await page.getByText('Plan for many').click()
    await page.getByRole('button', { name: 'Only this page' }).click()
    await page.getByLabel('I looked at what it does').check()
    await page.getByRole('button', { name: /Apply to/ }).click()
    assert.include(page.url(), '/jobs/')
    await context.close()
  }).timeout(60_000)

  test('compares by one slider, and zooms both pictures together', async ({ assert, browser }) => {
    const [[left, right]] = await groups(1)
    const context = await browser.newContext({ reducedMotion: 'reduce' })
    const page = await context.newPage()
    await loginAs(page, cast.viewer)
    const comparison = `${origin}/duplicates/comparison?left=${left.id}&right=${right.id}`
    const value = (name: string) =>
      page.evaluate(`document.querySelector('.compare').style.getPropertyValue('${name}')`)

    await page.goto(comparison)
    await page.keyboard.press('+')
    assert.equal(await value('--compare-scale'), '1.5')
    await page.keyboard.press('z')
    assert.equal(await value('--compare-scale'), '1')

    await page.goto(`${comparison}&mode=slider`)
    await page.getByRole('slider').press('End')
    assert.equal(await value('--compare-slide'), '100%')

    await page.goto(`${comparison}&mode=flicker`)
    const second = page.locator('.compare-frame').nth(1)
    assert.isFalse(await second.isVisible())
    await page.keyboard.press('Space')
    await second.waitFor({ state: 'visible', timeout: 5_000 })
    await context.close()
  }).timeout(60_000)

  async function openGroupOf(page: Page, fileName: string) {
    while (await rebuildTouched());
    const row = await db
      .from('duplicate_groups as g')
      .join('assets as a', 'a.id', 'g.keeper_id')
      .where({ 'g.preset': 'normal', 'a.file_name': fileName })
      .select('g.id')
      .firstOrFail()
    await page.goto(`${origin}/duplicates/${row.id}`)
  }
})
