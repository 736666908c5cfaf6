import { test } from '@japa/runner'
import { closeDecoder } from '#library/decoding/decoder'
import { refreshModels } from '#studio/catalog/refreshing'
import Order from '#studio/models/order'
import ProviderCredential from '#studio/models/provider_credential'
import { FakeFal } from '#tests/fakes/fal'
import { loginAs, originOf, watchComplaints } from '#tests/helpers/browser'
import { createCast } from '#tests/helpers/cast'
import { emptyDataFolders, emptyTables } from '#tests/helpers/database'
import { createStudioProject, workOff } from '#tests/helpers/orders'

const origin = originOf()

test.group('A provider', (group) => {
  let fal: FakeFal
  group.each.setup(async () => {
    await emptyTables()
    await emptyDataFolders()
    fal = await new FakeFal().start()
    return () => fal.stop()
  })
  group.teardown(closeDecoder)

  test('is entered with its key, checked, and ordered from until the pictures are there', async ({
    assert,
    browser,
  }) => {
    const { owner } = await createCast()
    const project = await createStudioProject(owner)
    const context = await browser.newContext({ reducedMotion: 'reduce' })
    const complaints = await watchComplaints(context)
    const page = await context.newPage()
    await loginAs(page, owner)

    await page.goto(`${origin}/providers`)
    await page.getByText('No account yet').waitFor()
    await page.getByRole('link', { name: 'Add an account' }).click()
    await page.locator('main').getByRole('link', { name: 'fal' }).click()
    await page.getByLabel('Key', { exact: true }).fill(fal.key)
    await page.getByLabel('Address').fill(fal.url)
    await page.getByRole('button', { name: 'Keep it' }).click()
    await page.getByRole('button', { name: 'Check' }).click()
    await page.getByText('Ready').waitFor()
    assert.notInclude(await page.content(), fal.key)

    const account = await ProviderCredential.firstOrFail()
    await refreshModels(account, { query: 'flux', signal: AbortSignal.timeout(5_000) })
    await page.goto(`${origin}/orders/create?project=${project.id}`)
    await page.getByLabel('Prompt', { exact: true }).fill('a {red|grey} fox')
    await page.waitForURL(/edit/)
    await page.getByRole('button', { name: /FLUX/i }).first().click()
    await page.getByRole('button', { name: 'Order 2' }).click()
    await page.waitForURL(/\/orders\/\d+$/)
    await workOff(await Order.findByOrFail('state', 'queued'), undefined, 60_000)
    await page.locator('.order-item-pictures img').nth(1).waitFor()
    await page.locator('#order-progress').getByText('Done').waitFor()

    assert.equal(fal.paidPosts, 2)
    assert.deepEqual(complaints, { violations: [], errors: [] })
    await context.close()
  })
})
