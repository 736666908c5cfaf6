import { randomFillSync } from 'node:crypto'
import { cp, mkdir } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import sharp from 'sharp'
import { createSet, pairsByBruteForce, pairsWithin } from '#duplicates/candidates'
import { hashPixels } from '#duplicates/hashing'
import { libraryRows } from './duplicates/library.js'
import { runFindimagedupes, runScan } from './duplicates/programs.js'
import { describe, score, type Score } from './duplicates/scoring.js'
import { makeTruth } from './duplicates/truth.js'
import { median, type BenchOptions, type BenchRow } from './rows.js'

type Measured = {
  scores: Record<string, Score>
  cpu: Record<string, number>
  files: number
  bases: number
}

let measuring: Promise<Measured> | undefined

/** The truth set is made, scanned and given to the peer once for all rows that speak of it. */
const measured = (options: BenchOptions) => (measuring ??= measureAll(options))

async function measureAll({ photos, quick }: BenchOptions): Promise<Measured> {
  const folder = resolve('tmp/bench/duplicates', `truth-${Date.now()}`)
  const truth = await makeTruth(folder, photos, quick ? 0.1 : 1)
  const originals = truth.files.filter(({ base, edit }) => base !== null && edit === null)
  // Originals lie anywhere; beside their edits both programs get the same one folder.
  await mkdir(folder, { recursive: true })
  for (const file of originals) {
    const copy = join(
      folder,
      `${String(file.base).padStart(4, '0')}-original-${basename(file.path)}`
    )
    await cp(file.path, copy)
    file.path = copy
  }
  const data = `${folder}-data`
  const normal = await runScan([folder], data)
  const turned = await runScan([folder], data, '--mirrored')
  const loose = await runScan([folder], data, '--preset', 'loose')
  const strict = await runScan([folder], data, '--preset', 'strict')
  const peer = await runFindimagedupes(truth.files.map(({ path }) => path))
  const scores = {
    strict: score(truth, strict.groups),
    normal: score(truth, normal.groups),
    turned: score(truth, turned.groups),
    loose: score(truth, loose.groups),
    peer: score(truth, peer.groups),
  }
  return {
    scores,
    cpu: { ours: normal.cpuSeconds, peer: peer.cpuSeconds },
    files: truth.files.length,
    bases: truth.bases,
  }
}

const recallRow = (preset: string, words: string, bar: number, aim?: number): BenchRow => ({
  name: `duplicates found, ${words}`,
  ...{ bar, aim, better: 'higher', unit: '%' },
  async run(options) {
    const { scores, bases } = await measured(options)
    return {
      value: scores[preset].recall,
      detail: `${bases} pictures: ${describe(scores[preset])}`,
    }
  },
})

const ourPresets = ['strict', 'normal', 'turned', 'loose']

export const rows: BenchRow[] = [
  recallRow('normal', 'normal', 80),
  recallRow('turned', 'mirrored and turned too', 89),
  recallRow('loose', 'loose', 95, 98),
  {
    name: 'duplicates, false pairs of all presets',
    ...{ bar: 0, unit: 'pairs' },
    async run(options) {
      const { scores } = await measured(options)
      return {
        value: ourPresets.reduce((sum, preset) => sum + scores[preset].falsePairs, 0),
        detail: `${ourPresets.map((preset) => `${preset} ${scores[preset].falsePairs}`).join(', ')}, findimagedupes ${scores.peer.falsePairs}`,
      }
    },
  },
  {
    name: 'duplicates, normal finds more than findimagedupes',
    ...{ bar: 1, better: 'higher', unit: '×' },
    async run(options) {
      const { scores } = await measured(options)
      const detail = `findimagedupes: ${describe(scores.peer)}`
      return { value: scores.normal.recall / scores.peer.recall, detail }
    },
  },
  {
    name: 'duplicates, scan of a folder, CPU',
    ...{ bar: 0.6, unit: '×' },
    async run(options) {
      const { cpu, files } = await measured(options)
      const each = (seconds: number) => `${((1000 * seconds) / files).toFixed(1)} ms`
      return {
        value: cpu.ours / cpu.peer,
        detail: `${each(cpu.ours)} a file against findimagedupes' ${each(cpu.peer)}, ${files} files`,
      }
    },
  },
  pairRow('64-bit, 8 bits apart', 8, 8),
  pairRow('PDQ, 31 bits apart', 32, 31),
  growthRow('64-bit, 8 bits apart', 8, 8),
  growthRow('PDQ, 31 bits apart', 32, 31),
  {
    name: 'duplicates, a new image against 1,000,000',
    ...{ bar: 2.5, unit: 'ms' },
    async run({ quick }) {
      const count = quick ? 100_000 : 1_000_000
      const hashes = clusteredHashes(count, 32)
      const set = createSet(hashes, 32)
      const times = Array.from({ length: 21 }, (_, at) =>
        cpuTime(() => set.near(hashes.subarray(at * 32, at * 32 + 32), 60))
      )
      return {
        value: median(times),
        detail: `PDQ within 60 bits of ${count} hashes; 32 bytes an image`,
      }
    },
  },
  hashRow(),
  ...libraryRows,
]

function pairRow(words: string, bytes: 8 | 32, limit: number): BenchRow {
  return {
    name: `duplicates, pairs at 100,000, ${words}`,
    ...{ bar: 20, better: 'higher', unit: '×' },
    async run({ quick }) {
      const hashes = clusteredHashes(quick ? 10_000 : 100_000, bytes)
      pairsWithin(hashes.subarray(0, 1000 * bytes), bytes, limit)
      let [found, expected] = [0, 0]
      const joined = median(
        [1, 2, 3].map(() => cpuTime(() => (found = pairsWithin(hashes, bytes, limit).first.length)))
      )
      const brute = cpuTime(() => (expected = pairsByBruteForce(hashes, bytes, limit).first.length))
      if (found !== expected) throw new Error(`${found} pairs in place of ${expected}`)
      return { value: brute / joined, detail: `${ms(joined)} against ${ms(brute)}, ${found} pairs` }
    },
  }
}

function growthRow(words: string, bytes: 8 | 32, limit: number): BenchRow {
  return {
    name: `duplicates, 1,000,000 beside 100,000, ${words}`,
    ...{ bar: 25, unit: '×' },
    async run({ quick }) {
      const base = quick ? 10_000 : 100_000
      const hashes = clusteredHashes(base * 10, bytes)
      const few = hashes.subarray(0, base * bytes)
      const small = median([1, 2, 3].map(() => cpuTime(() => pairsWithin(few, bytes, limit))))
      const large = cpuTime(() => pairsWithin(hashes, bytes, limit))
      return { value: large / small, detail: `${ms(large)} beside ${ms(small)}` }
    },
  }
}

function hashRow(): BenchRow {
  return {
    name: 'duplicates, all hashes of a thumbnail',
    ...{ bar: 2.15, unit: 'ms' },
    async run() {
      const svg = Buffer.from(
        `<svg xmlns="http://www.w3.org/2000/svg" width="320" height="240"><rect width="100%" height="100%" fill="#7a9"/>
        ${Array.from({ length: 60 }, (_, at) => `<circle cx="${(at * 97) % 320}" cy="${(at * 61) % 240}" r="${5 + (at % 17)}" fill="hsl(${at * 40} 60% 50%)"/>`).join('')}</svg>`
      )
      const { data, info } = await sharp(svg)
        .removeAlpha()
        .raw()
        .toBuffer({ resolveWithObject: true })
      const pixels = { data, width: info.width, height: info.height, channels: info.channels }
      const times = Array.from({ length: 25 }, () =>
        cpuTime(() => {
          for (let turn = 0; turn < 20; turn++) hashPixels({ ...pixels })
        })
      )
      return { value: median(times.slice(5)) / 20, detail: '320 × 240, nine crops among them' }
    },
  }
}

/** Random hashes, a tenth of which are near copies of others. */
function clusteredHashes(count: number, bytes: number) {
  const hashes = randomFillSync(new Uint8Array(count * bytes))
  let state = 1
  const draw = (below: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state % below
  }
  for (let copy = 0; copy < count / 10; copy++) {
    const [from, to] = [draw(count), draw(count)]
    hashes.copyWithin(to * bytes, from * bytes, (from + 1) * bytes)
    for (let flip = draw(bytes); flip > 0; flip--) hashes[to * bytes + draw(bytes)] ^= 1 << draw(8)
  }
  return hashes
}

function cpuTime(work: () => unknown) {
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1_000
}

const ms = (milliseconds: number) => `${milliseconds.toFixed(0)} ms`
