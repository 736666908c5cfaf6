import { test } from '@japa/runner'
import type { Browser, Page } from 'playwright'
import Order from '#studio/models/order'
import type Project from '#studio/models/project'
import { loginAs, originOf, watchComplaints } from '#tests/helpers/browser'
import ProviderCredential from '#studio/models/provider_credential'
import { importBytes } from '#tests/helpers/arrivals'
import { createCast, type Cast } from '#tests/helpers/cast'
import { emptyDataFolders, emptyTables } from '#tests/helpers/database'
import { createAccount, createModel, createStudioProject, workOff } from '#tests/helpers/orders'
import { png } from '#tests/helpers/pictures'
import { createOrder } from '#tests/helpers/studio'

const origin = originOf()

test.group('Ordering', (group) => {
  let cast: Cast
  let project: Project
  group.each.setup(async () => {
    await emptyTables()
    await emptyDataFolders()
    cast = await createCast()
    project = await createStudioProject(cast.editor)
    await createModel(await createAccount())
  })

  /** A page of its own browser, which may complain about nothing. */
  async function visit(
    browser: Browser,
    options: Parameters<Browser['newContext']>[0],
    act: (page: Page) => Promise<void>
  ) {
    const context = await browser.newContext({ reducedMotion: 'reduce', ...options })
    const complaints = options?.javaScriptEnabled === false ? null : await watchComplaints(context)
    const page = await context.newPage()
    await loginAs(page, cast.editor)
    await act(page)
    await context.close()
    return complaints ?? { violations: [], errors: [] }
  }

  const prompt = (page: Page) => page.getByLabel('Prompt', { exact: true })
  const openParameters = (page: Page) => page.getByText(/more parameters/).click()
  const placed = /\/orders\/\d+$/

  test('by mouse: counted while it is typed, followed until the pictures are there', async ({
    assert,
    browser,
  }) => {
    const complaints = await visit(browser, {}, async (page) => {
      await page.goto(`${origin}/projects/${project.id}`)
      await page.getByRole('link', { name: 'New order' }).click()
      await prompt(page).fill('a {red|blue|grey} fox')
      await page.getByText('3 results').waitFor()
      await page.getByRole('button', { name: /Sample shapes/ }).click()
      await openParameters(page)
      await page.locator('[id="parameter-delay"]').fill('0')
      await page.getByText('About $0.00').waitFor()
      await page.getByRole('button', { name: 'Order 3' }).click()
      await page.waitForURL(placed)
      const order = await Order.findByOrFail('state', 'queued')
      const arrived = page.locator('.order-item-pictures img').nth(2).waitFor()
      await workOff(order)
      await arrived
      await page.locator('#order-progress').getByText('Done').waitFor()
    })
    assert.deepEqual(complaints, { violations: [], errors: [] })
    assert.lengthOf(await Order.query(), 1)
  })

  test('a picture is picked from the library, and taken back', async ({ assert, browser }) => {
    const fox = await importBytes(await png(1), 'fox.png', { owner: cast.editor })
    await importBytes(await png(2), 'wolf.png', { owner: cast.editor })
    const redrawing = await createModel(await ProviderCredential.firstOrFail(), 'sample/overlay')
    const complaints = await visit(browser, {}, async (page) => {
      await page.goto(`${origin}/orders/create?model=${redrawing.id}`)
      await page.getByText('Choose from the library').click()
      await page.locator('[data-pick]').nth(1).waitFor()
      await page.getByRole('searchbox', { name: 'Find a picture' }).fill('name:fox')
      await page.locator('.picker-found li:only-child [data-pick]').click()
      const field = page.locator('[id="parameter-image"]')
      assert.equal(await field.inputValue(), `asset:${fox.id}`)
      await page.locator('[data-pick][aria-pressed=true]').click()
      assert.equal(await field.inputValue(), '')
    })
    assert.deepEqual(complaints, { violations: [], errors: [] })
  })

  test('by keyboard alone', async ({ assert, browser }) => {
    await visit(browser, {}, async (page) => {
      await page.goto(`${origin}/library`)
      for (const key of ['g', 'p']) await page.keyboard.press(key)
      await page.waitForURL('**/projects')
      await page.getByRole('link', { name: project.name }).focus()
      await page.keyboard.press('Enter')
      await page.waitForURL(/projects\/\d+$/)
      await page.keyboard.press('o')
      await page.waitForURL('**/orders/create*')
      await page.keyboard.press('e')
      await page.keyboard.type('a fox')
      await page.waitForURL(/edit/)
      await page.getByRole('button', { name: /Sample shapes/ }).focus()
      await page.keyboard.press('Enter')
      await page.getByText(/more parameters/).waitFor()
      await page.keyboard.press('o')
      await page.waitForURL(placed)
    })
    const order = await Order.firstOrFail()
    assert.deepEqual([order.state, order.itemsTotal], ['queued', 1])
  })

  test('without JavaScript', async ({ assert, browser }) => {
    await visit(browser, { javaScriptEnabled: false }, async (page) => {
      await page.goto(`${origin}/orders/create?project=${project.id}`)
      await prompt(page).fill('a {red|blue} fox')
      await page.getByPlaceholder('Name or family').fill('shapes')
      await page.getByRole('button', { name: 'Find' }).click()
      await page.getByRole('button', { name: /Sample shapes/ }).click()
      assert.equal(await prompt(page).inputValue(), 'a {red|blue} fox')
      await page.getByText('About $0.00').waitFor()
      await openParameters(page)
      await page.locator('[id="parameter-steps"]').fill('999')
      await page.getByRole('button', { name: /^Order/ }).click()
      await page.locator('[id="parameter-steps-error"]').waitFor()
      await page.locator('[id="parameter-steps"]').fill('20')
      await page.locator('[id="parameter-delay"]').fill('0')
      await page.getByRole('button', { name: /^Order/ }).click()
      await page.waitForURL(placed)
      await workOff(await Order.findByOrFail('state', 'queued'))
      await page.reload()
      assert.equal(await page.locator('.order-item-pictures img').count(), 2)
    })
  })

  test('says beside the field what is wrong while it is typed', async ({ assert, browser }) => {
    await visit(browser, {}, async (page) => {
      await page.goto(`${origin}/orders/create?project=${project.id}`)
      await prompt(page).fill('a fox')
      await page.waitForURL(/edit/)
      await page.getByRole('button', { name: /Sample shapes/ }).click()
      await openParameters(page)
      const steps = page.locator('[id="parameter-steps"]')
      await steps.fill('999')
      await page.locator('[id="parameter-steps-error"]').waitFor()
      assert.equal(await steps.getAttribute('aria-invalid'), 'true')
      await steps.fill('20')
      await page.locator('[id="parameter-steps-error"]').waitFor({ state: 'detached' })
    })
  })

  test('two pictures are ticked and compared', async ({ assert, browser }) => {
    await createOrder(project, cast.editor, { items: [{}, {}, {}] })
    const complaints = await visit(browser, {}, async (page) => {
      await page.goto(`${origin}/projects/${project.id}/products`)
      const compare = page.getByRole('button', { name: 'Compare' })
      const boxes = page.locator('.tile-check input')
      await boxes.nth(0).check({ force: true })
      await compare.click()
      await page.getByText('Tick two to four pictures').waitFor()
      await boxes.nth(1).check({ force: true })
      await compare.click()
      await page.waitForURL(/comparison\?ids/)
      assert.equal(await page.locator('.compare-side').count(), 2)
    })
    assert.deepEqual(complaints, { violations: [], errors: [] })
  })

  test('on a phone: nothing is wider than the screen', async ({ assert, browser }) => {
    await visit(browser, { viewport: { width: 390, height: 844 } }, async (page) => {
      const fits = () =>
        page.evaluate<boolean>('document.documentElement.scrollWidth <= innerWidth')
      await page.goto(`${origin}/projects`)
      await page.locator('.bottom-bar').getByText('Projects').waitFor()
      for (const path of ['/projects', `/projects/${project.id}`, '/orders', '/spending']) {
        await page.goto(origin + path)
        assert.isTrue(await fits(), path)
      }
      await page.goto(`${origin}/orders/create?project=${project.id}`)
      await prompt(page).fill('a fox')
      await page.waitForURL(/edit/)
      await page.getByRole('button', { name: /Sample shapes/ }).click()
      await openParameters(page)
      assert.isTrue(await fits(), 'the form')
      await page.getByRole('button', { name: /^Order/ }).click()
      await page.waitForURL(placed)
      assert.isTrue(await fits(), 'the order')
    })
  })
})
