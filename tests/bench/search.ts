import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { benchLibrary } from './dataset.js'
import type { BenchOptions, BenchResult, BenchRow } from './rows.js'

interface Step {
  name: string
  p50: number
  p95: number
  max: number
  statements: number
  whole50: number
  whole95: number
}

/** What must answer within 3 ms, statement by statement, at both sizes. */
const limited = [
  'first page',
  'deep page',
  'two tags, rating, date',
  'two tags, rating, date: count',
  'two words',
  'two words: count',
  'facets',
  'facets of two tags, rating, date',
  'facets of two words',
]

export const rows: BenchRow[] = [
  ...[100_000, 1_000_000].flatMap((count) => limited.map((scenario) => statement(scenario, count))),
  {
    name: 'search list + count against LIKE',
    bar: 0.01,
    unit: '×',
    run: againstFounding,
  },
]

function statement(scenario: string, count: number): BenchRow {
  return {
    name: `${scenario}, ${count === 100_000 ? '100 k' : '1 M'}`,
    bar: 3,
    aim: 2,
    unit: 'ms',
    run: async (options) => {
      const steps = await measured(sizeOf(count, options))
      const { p95, p50, max, statements } = steps.get(scenario)!
      return {
        value: p95,
        detail: `p95 of ${statements} statements; p50 ${p50.toFixed(2)}, slowest ${max.toFixed(2)} ms`,
      }
    },
  }
}

/** The founding design's list and count by LIKE, against ours for the same words, both over a million. */
async function againstFounding(options: BenchOptions): Promise<BenchResult> {
  const steps = await measured(sizeOf(1_000_000, options))
  const ours = steps.get('one word: list and count')!.whole50
  const like = steps.get('one word by LIKE: list and count')!.whole50
  return {
    value: ours / like,
    detail: `${ours.toFixed(2)} ms against ${like.toFixed(0)} ms`,
  }
}

const sizeOf = (count: number, { quick }: BenchOptions) => (quick ? count / 10 : count)

const known = new Map<number, Promise<Map<string, Step>>>()

/** All scenarios of one size are measured in one process, once per run. */
function measured(count: number) {
  if (!known.has(count)) known.set(count, measure(count))
  return known.get(count)!
}

async function measure(count: number) {
  const folder = benchLibrary(count)
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--import', './bin/typescript.js', 'tests/bench/search_steps.ts'],
    { env: { ...process.env, DATA_DIR: folder }, maxBuffer: 64 * 2 ** 20 }
  )
  const lines = stdout.split('\n').filter((line) => line.startsWith('{'))
  return new Map(lines.map((line): [string, Step] => [JSON.parse(line).name, JSON.parse(line)]))
}
