import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { barriers, loginAs, originOf, watchComplaints } from '#tests/helpers/browser'
import { createCast, type Cast } from '#tests/helpers/cast'
import { emptyTables } from '#tests/helpers/database'
import { assetWithFile } from '#tests/helpers/duplicates'

const origin = originOf()

test.group('The trash by keyboard', (group) => {
  let cast: Cast
  group.each.setup(async () => {
    await emptyTables()
    cast = await createCast()
    for (const name of ['boat', 'fox', 'tower']) {
      const file = { fileName: `${name}.png` }
      await assetWithFile(name, { owner: cast.owner, file })
    }
  })

  const inTrash = async () => {
    const rows = await db.from('assets').whereNotNull('deleted_at').orderBy('id')
    return rows.map((row) => row.file_name as string)
  }

  test('Delete throws away, Undo and r bring back, g t shows what lies there', async ({
    assert,
    browser,
  }) => {
    const context = await browser.newContext({ reducedMotion: 'reduce' })
    const complaints = await watchComplaints(context)
    const page = await context.newPage()
    await loginAs(page, cast.editor)
    await page.goto(`${origin}/library`)
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('Delete')
    const toast = page.locator('.toast')
    await toast.getByText('Moved to the trash: 1 item').waitFor()
    const [thrown] = await inTrash()
    await toast.getByRole('button', { name: 'Undo' }).click()
    await toast.getByText('Undone').waitFor()
    assert.deepEqual(await inTrash(), [])

    await page.goto(`${origin}/library`)
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('Delete')
    await toast.getByText('Moved to the trash: 1 item').waitFor()
    assert.deepEqual(await inTrash(), [thrown])
    await page.keyboard.press('g')
    await Promise.all([page.waitForURL('**/trash'), page.keyboard.press('t')])
    assert.include(await page.locator('main').innerText(), thrown)
    assert.deepEqual(await barriers(page, 'trash'), [])
    await page.getByRole('checkbox', { name: `Select ${thrown}` }).focus()
    await page.keyboard.press('Space')
    await Promise.all([page.waitForEvent('load'), page.keyboard.press('r')])
    assert.deepEqual(await inTrash(), [])
    assert.include(await page.locator('main').innerText(), 'The trash is empty')
    assert.deepEqual(complaints, { violations: [], errors: [] })
    await context.close()
  })

  test('is read at every width, in both themes, and without scripts', async ({
    assert,
    browser,
  }) => {
    await db.from('assets').update({ deleted_at: '2024-05-01 10:00:00', deleted_reason: 'blurred' })
    for (const colorScheme of ['light', 'dark'] as const) {
      const context = await browser.newContext({ colorScheme, javaScriptEnabled: false })
      const page = await context.newPage()
      await loginAs(page, cast.owner)
      for (const width of [390, 820, 1440]) {
        await page.setViewportSize({ width, height: 900 })
        await page.goto(`${origin}/trash`)
        const wide = await page.evaluate<number>('document.documentElement.scrollWidth')
        assert.isAtMost(wide, width, `${colorScheme} at ${width}`)
        await keep(page, `${colorScheme}-${width}`)
      }
      await page.getByRole('checkbox', { name: 'Select fox.png' }).check()
      await page.getByRole('button', { name: 'Restore', exact: true }).click()
      assert.notInclude(await inTrash(), 'fox.png')
      await db.from('assets').update({ deleted_at: '2024-05-01 10:00:00' })
      await context.close()
    }
  })
})

/** PICTURES=folder keeps what was looked at. */
async function keep(page: { screenshot(to: { path: string }): Promise<unknown> }, name: string) {
  const folder = process.env.PICTURES
  if (!folder) return
  await mkdir(folder, { recursive: true })
  await page.screenshot({ path: join(folder, `trash-${name}.png`) })
}
