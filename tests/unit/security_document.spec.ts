import { existsSync, readFileSync } from 'node:fs'
import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'

/** How many requirements of levels 1 and 2 each chapter of ASVS 5.0 has that Atelier can have. */
const required: Record<string, number> = {
  ...{ 1: 27, 2: 11, 3: 19, 4: 10, 5: 9, 6: 35, 7: 18, 8: 7 },
  ...{ 11: 14, 12: 9, 13: 13, 14: 9, 15: 13, 16: 16 },
}
const mostDeviations = 6

const document = readFileSync(app.makePath('docs/security.md'), 'utf8')
const rows = [...document.matchAll(/^\| ([\d., ]+) \| (.*) \| (.*) \|$/gm)].map(
  ([, requirements, how, shown]) => ({ requirements: requirements.trim().split(', '), how, shown })
)

test.group('What is said of security', () => {
  test('decides each requirement once', ({ assert }) => {
    const all = rows.flatMap(({ requirements }) => requirements)
    const byChapter = Object.groupBy(all, (requirement) => requirement.split('.')[0])
    const counted = Object.entries(byChapter).map(([chapter, some]) => [chapter, some!.length])

    assert.lengthOf(new Set(all), all.length)
    assert.deepEqual(Object.fromEntries(counted), required)
  })

  test('names tests that are there', ({ assert }) => {
    const wrong = rows.flatMap(({ shown }) =>
      [...shown.matchAll(/`([^`]+)` (.+?)(?=<br>|$)/g)]
        .filter(([, path, title]) => !holds(app.makePath('tests', path), title.trim()))
        .map(([each]) => each)
    )

    assert.deepEqual(wrong, [])
  })

  test('says why where no test shows it', ({ assert }) => {
    const unshown = rows.filter(({ shown }) => !shown.includes('`'))
    const reasons = /deviation \d|^Not applicable|npm audit/i
    const deviations = document.match(/^\d\. \*\*/gm) ?? []

    assert.deepEqual(
      unshown.filter(({ how }) => !reasons.test(how)),
      []
    )
    assert.isAtMost(deviations.length, mostDeviations)
  })
})

function holds(path: string, title: string) {
  return existsSync(path) && readFileSync(path, 'utf8').includes(title.replaceAll('\\|', '|'))
}
