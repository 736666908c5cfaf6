import { load } from './load/measuring.js'
import { percentile, type BenchOptions, type BenchRow } from './rows.js'

/**
 * Fifty people look on while files are imported by the worker, and then five hundred connections
 * ask for pages without end. Idle is the same fifty people without the import. Everything runs on
 * the one machine, those who ask included. Lasts some ten minutes.
 */
export const rows: BenchRow[] = [
  {
    name: 'load: errors of 50 viewers',
    bar: 0,
    unit: '',
    run: async (options) => {
      const { idle, busy } = await load(options)
      const answers = idle.answers + busy.answers
      const errors = [idle.errors, busy.errors]
      const counts = errors.flatMap((each) => Object.values(each))
      const value = counts.reduce((sum, count) => sum + count, 0)
      return { value, detail: `of ${answers} answers ${value ? JSON.stringify(errors) : ''}` }
    },
  },
  ...(['page', 'fragment', 'thumbnail'] as const).map((kind) => ({
    name: `load: ${kind} p95 during an import`,
    bar: 4,
    unit: '×',
    run: async (options: BenchOptions) => {
      const { idle, busy } = await load(options)
      const detail = `${inWords(busy.times[kind])} against ${inWords(idle.times[kind])} idle`
      return {
        value: percentile(busy.times[kind], 0.95) / percentile(idle.times[kind], 0.95),
        detail,
      }
    },
  })),
  {
    name: 'load: page p95 during an import, by the clock',
    bar: 150,
    unit: 'ms',
    run: async (options) => byTheClock(await load(options), 'page'),
  },
  {
    name: 'load: thumbnail p95 during an import, by the clock',
    bar: 50,
    unit: 'ms',
    run: async (options) => byTheClock(await load(options), 'thumbnail'),
  },
  {
    name: 'load: import beside 50 viewers against alone',
    bar: 0.5,
    better: 'higher',
    unit: '×',
    run: async (options) => {
      const { alone, beside } = await load(options)
      const detail = `${beside.perSecond.toFixed(1)} files a second against ${alone.perSecond.toFixed(1)}; ${beside.files} files`
      return { value: beside.perSecond / alone.perSecond, detail }
    },
  },
  {
    name: 'load: 500 connections, refused with 503',
    bar: 1,
    better: 'higher',
    unit: '',
    run: async (options) => {
      const { flooded } = await load(options)
      const { answers, times } = flooded
      const detail = `told after ${inWords(times.refusal)}`
      return { value: answers[503] ?? 0, detail }
    },
  },
  {
    name: 'load: 500 connections, answers but 200 and 503',
    bar: 0,
    unit: '',
    run: async (options) => {
      const { flooded } = await load(options)
      const { 200: pages = 0, 503: refusals = 0, ...others } = flooded.answers
      const value = Object.values(others).reduce((sum, count) => sum + count, 0)
      const came = `${pages} pages of ${pages + refusals}, ${inWords(flooded.times.page)}`
      return { value, detail: `${value ? JSON.stringify(others) : ''} ${came}` }
    },
  },
  {
    name: 'load: 500 connections, event loop held',
    bar: 250,
    unit: 'ms',
    run: async (options) => {
      const { loop, megabytes } = await load(options)
      return {
        value: loop.max,
        detail: `longest; p99 ${loop.p99.toFixed(0)} ms; ${megabytes.toFixed(0)} MB`,
      }
    },
  },
  {
    name: 'load: 500 connections, the way in meanwhile',
    bar: 1_000,
    unit: 'ms',
    run: async (options) => {
      const { wayIn } = await load(options)
      return { value: Math.max(...wayIn), detail: `longest of ${wayIn.length}; ${inWords(wayIn)}` }
    },
  },
  {
    name: 'load: 500 connections, until pages come as before',
    bar: 1_000,
    unit: 'ms',
    run: async (options) => {
      const { recovered } = await load(options)
      return {
        value: recovered,
        detail: 'from the last of their answers to a page as quick as when idle',
      }
    },
  },
]

function inWords(times: number[]) {
  const at = (share: number) => (percentile(times, share) ?? 0).toFixed(1)
  return `p50 ${at(0.5)}, p95 ${at(0.95)}, p99 ${at(0.99)} ms`
}

function byTheClock(
  { busy }: { busy: { times: Record<'page' | 'thumbnail', number[]> } },
  kind: 'page' | 'thumbnail'
) {
  const times = busy.times[kind]
  return { value: percentile(times, 0.95), detail: `${inWords(times)}; ${times.length} answers` }
}
