import { test } from '@japa/runner'
import type { Page } from 'playwright'
import JobRun from '#queue/models/job_run'
import { loginAs, originOf } from '#tests/helpers/browser'
import { createCast, type Cast } from '#tests/helpers/cast'
import { emptyTables } from '#tests/helpers/database'
import { createAsset } from '#tests/helpers/library'

const origin = originOf()

/** As if these files were dragged over the page; dropping them is one more event. */
const drag = (page: Page, event: string) =>
  page.evaluate(`(() => {
    const dataTransfer = new DataTransfer()
    for (const name of ['one.png', 'two.png']) {
      dataTransfer.items.add(new File([name], name, { type: 'image/png' }))
    }
    const options = { bubbles: true, cancelable: true, dataTransfer }
    document.getElementById('main').dispatchEvent(new DragEvent('${event}', options))
  })()`)

test.group('Files dropped on a page', (group) => {
  let cast: Cast
  group.setup(async () => {
    await emptyTables()
    cast = await createCast()
    await createAsset({ owner: cast.owner })
  })

  test('are uploaded, wherever they are dropped', async ({ assert, browser }) => {
    const context = await browser.newContext()
    const page = await context.newPage()
    await loginAs(page, cast.owner)
    await page.goto(`${origin}/library`)
    await drag(page, 'dragenter')
    assert.isTrue(await page.locator('#drop-target').isVisible())
    await drag(page, 'dragleave')
    assert.isFalse(await page.locator('#drop-target').isVisible())
    await drag(page, 'dragenter')
    await drag(page, 'drop')
    await page.waitForURL(/\/jobs\/\d+/)
    const run = await JobRun.firstOrFail()
    assert.equal(run.userId, cast.owner.id)
    assert.equal(run.kind, 'library.import_uploads')
    assert.include(run.title, '2 files')
    await context.close()
  })

  test('are not wanted from a viewer', async ({ assert, browser }) => {
    const context = await browser.newContext()
    const page = await context.newPage()
    await loginAs(page, cast.viewer)
    await page.goto(`${origin}/library`)
    await drag(page, 'dragenter')
    assert.equal(await page.locator('#drop-target').count(), 0)
    await context.close()
  })
})

test.group('The slideshow', (group) => {
  let cast: Cast
  group.setup(async () => {
    await emptyTables()
    cast = await createCast()
    await createAsset({ owner: cast.owner, prompt: 'first', capturedAt: '2024-01-02 00:00:00' })
    await createAsset({ owner: cast.owner, prompt: 'second', capturedAt: '2024-01-01 00:00:00' })
  })

  test('goes on by itself, by key and back to the library', async ({ assert, browser }) => {
    const context = await browser.newContext()
    const page = await context.newPage()
    await loginAs(page, cast.viewer)
    await page.goto(`${origin}/library/slideshow`)
    const picture = (name: string) => page.locator(`.slide-picture[alt="${name}"]`)
    await picture('first').waitFor({ state: 'attached' })
    await page.keyboard.press('ArrowRight')
    await picture('second').waitFor({ state: 'attached' })
    await page.keyboard.press('ArrowLeft')
    await picture('first').waitFor({ state: 'attached' })
    await picture('second').waitFor({ state: 'attached', timeout: 20_000 })
    await page.keyboard.press('Space')
    assert.equal(await page.locator('#slide-pause').getAttribute('aria-pressed'), 'true')
    await page.keyboard.press('Escape')
    await page.waitForURL(/\/library$/)
    await context.close()
  })
})
