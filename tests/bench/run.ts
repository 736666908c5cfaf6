process.env.NODE_ENV = 'test'
process.env.DATA_DIR = 'tmp/bench/data'
process.env.DB_CLIENT = 'sqlite3'
process.env.PORT ||= '3398'

import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { createIgnitor } from '../../bin/ignitor.js'
import type { BenchResult, BenchRow } from './rows.js'

type Measured = BenchRow & Partial<BenchResult> & { seconds: number; ok: boolean; error?: string }

/** Each file exports `rows`; a file whose work is not there yet is left out of the table by name. */
const files = ['importing', 'search', 'page', 'web', 'duplicates', 'tokens', 'orders']
/** These last so long that they only run where --only names them. */
const longFiles = ['load']
const folder = 'tmp/bench'

const { values: options } = parseArgs({
  options: {
    only: { type: 'string' },
    quick: { type: 'boolean', default: false },
    photos: { type: 'string' },
  },
})

await rm(join(folder, 'data'), { recursive: true, force: true })
await mkdir(folder, { recursive: true })
const app = createIgnitor().createApp('console')
await app.init()
await app.boot()
await app.start(() => {})
const ace = await app.container.make('ace')
await ace.exec('migration:run', ['--compact-output', '--no-schema-generate'])

const measured: Measured[] = []
for (const row of await chosenRows()) {
  measured.push(await measure(row))
  console.log(line(measured.at(-1)!))
}
await writeFile(join(folder, 'report.json'), JSON.stringify(report(), null, 2))
console.log(
  `\nWritten to ${join(folder, 'report.json')}${options.quick ? ' (quick: a tenth of the data)' : ''}`
)
await app.terminate()
process.exit(measured.every((row) => row.ok) ? 0 : 1)

async function chosenRows() {
  const rows: BenchRow[] = []
  const long = longFiles.filter((file) => options.only?.startsWith(file))
  for (const file of [...files, ...long]) {
    const path = new URL(`./${file}.ts`, import.meta.url)
    if (!existsSync(path)) {
      console.log(`(no tests/bench/${file}.ts yet)`)
      continue
    }
    const module = await import(path.href)
    rows.push(...module.rows)
  }
  return rows.filter((row) => !options.only || row.name.includes(options.only))
}

/** A row that throws is a failed row, not the end of the bench. */
async function measure(row: BenchRow): Promise<Measured> {
  const started = performance.now()
  const ownFolder = await mkdtemp(join(folder, 'row-'))
  const seconds = () => Math.round((performance.now() - started) / 100) / 10
  try {
    const result = await row.run({ ...options, folder: ownFolder })
    return { ...row, ...result, ok: holds(row, result.value, row.bar), seconds: seconds() }
  } catch (error) {
    return { ...row, ok: false, error: (error as Error).message, seconds: seconds() }
  } finally {
    await rm(ownFolder, { recursive: true, force: true })
  }
}

function holds(row: BenchRow, value: number, limit: number) {
  return row.better === 'higher' ? value >= limit : value <= limit
}

function line(row: Measured) {
  const sign = row.better === 'higher' ? '≥' : '≤'
  const value = row.value === undefined ? '–' : `${round(row.value)} ${row.unit}`
  const aim = row.aim === undefined ? '' : ` (aim ${row.aim})`
  const verdict = row.ok ? 'ok' : 'MISSED'
  return [
    verdict.padEnd(6),
    row.name.padEnd(48),
    value.padStart(12),
    `${sign} ${row.bar}${aim}`.padEnd(20),
    row.error ?? row.detail,
  ].join('  ')
}

function report() {
  const rows = measured.map(
    ({ name, value, unit, bar, aim, better = 'lower', ok, detail, error, seconds }) => {
      return { name, value, unit, bar, aim, better, ok, detail, error, seconds }
    }
  )
  return { at: new Date().toISOString(), node: process.version, quick: options.quick, rows }
}

function round(value: number) {
  return Number(value.toPrecision(3))
}
