import { test } from '@japa/runner'
import type { Browser, Page } from 'playwright'
import { barriers, loginAs, originOf, watchComplaints } from '#tests/helpers/browser'
import { createCast, type Cast } from '#tests/helpers/cast'
import { emptyTables } from '#tests/helpers/database'
import { fillEverything } from '#tests/helpers/everything'

const origin = originOf()
const themes = [{ theme: 'light' as const }, { theme: 'dark' as const }]

/** Looks at pages in one theme (the dark one differs by its colours alone), and says what is wrong with them or refused by the policy. */
async function inspect(
  browser: Browser,
  theme: 'light' | 'dark',
  visit: (page: Page, look: (name: string) => Promise<void>) => Promise<void>
) {
  const context = await browser.newContext({ colorScheme: theme, reducedMotion: 'reduce' })
  const complaints = await watchComplaints(context)
  const page = await context.newPage()
  const found: string[] = []
  await visit(page, async (name) => {
    await page.waitForTimeout(100)
    found.push(...(await barriers(page, name, theme === 'dark' ? ['color-contrast'] : undefined)))
  })
  await context.close()
  return { found, ...complaints }
}

const nothing = { found: [], violations: [], errors: [] }

/** The pages that say no. */
const refused: Record<string, number> = { '/nowhere': 404, '/library?q=rating:many': 422 }

test.group('Every page of a full library', (group) => {
  let cast: Cast
  let paths: string[]
  group.setup(async () => {
    await emptyTables()
    cast = await createCast()
    paths = await fillEverything(cast)
  })

  test('is accessible in {theme} and keeps to the content security policy')
    .with(themes)
    .run(async ({ assert, browser }, { theme }) => {
      const answers: Record<string, number> = {}
      const seen = await inspect(browser, theme, async (page, look) => {
        await loginAs(page, cast.owner)
        for (const path of paths) {
          const answer = await page.goto(origin + path)
          answers[path] = answer!.status()
          await look(path)
        }
      })
      assert.deepEqual(seen, nothing)
      const wanted = paths.map((path) => [path, refused[path] ?? 200])
      assert.deepEqual(answers, Object.fromEntries(wanted))
    })
    .timeout(120_000)
})

test.group('Every page of an empty library', (group) => {
  group.each.setup(emptyTables)

  test('is accessible in {theme}, from the first account on')
    .with(themes)
    .run(async ({ assert, browser }, { theme }) => {
      const seen = await inspect(browser, theme, async (page, look) => {
        await page.goto(`${origin}/setup`)
        await look('set-up')
        const cast = await createCast()
        await page.goto(`${origin}/login`)
        await look('login')
        await loginAs(page, cast.owner)
        for (const path of [
          '/library',
          '/collections',
          '/tags',
          '/views',
          '/jobs',
          '/import',
          '/projects',
          '/orders',
        ]) {
          await page.goto(origin + path)
          await look(`${path}, empty`)
        }
        await page.goto(`${origin}/admin/source-folders`)
        await look('source folders, empty')
      })
      assert.deepEqual(seen, nothing)
    })
    .timeout(60_000)
})
