import { execFile } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { mkdir, readFile, rm, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import sharp from 'sharp'
import { derivativesPath } from '#core/paths'
import { pixelReaders } from '#start/decoding'
import type { Pixels } from '#library/decoding/pixels'
import { findProgram } from '#library/decoding/programs'
import { closeDecoder, decode, decoderProcessId } from '#library/decoding/decoder'
import { type BenchResult, type BenchRow, cpuMilliseconds, interleave } from './rows.js'

const run = promisify(execFile)
const rounds = 5

/** Pictures with the detail of photographs: noise over smooth colour. */
export const kinds = {
  'PNG 1024²': { width: 1024, height: 1024, format: 'png', count: 24, bar: 1.5, aim: 1.35 },
  'JPEG 2 MP': { width: 1600, height: 1200, format: 'jpeg', count: 24, bar: 1.9, aim: 1.7 },
  'JPEG 12 MP': { width: 4000, height: 3000, format: 'jpeg', count: 8, bar: 1.3, aim: 1.2 },
} as const

export const rows: BenchRow[] = [
  ...Object.entries(kinds).map(([name, { bar, aim, ...kind }]) => ({
    name: `import, ${name}`,
    bar,
    aim,
    unit: '×',
    run: ({ folder }: { folder: string }) => againstSharp(folder, kind),
  })),
  { name: 'import, two cores against one', bar: 1.8, better: 'higher', unit: '×', run: twoCores },
  { name: 'import, memory of 8 in flight against 1', bar: 1.25, unit: '×', run: memory },
  { name: 'import, memory after many files', bar: 1.15, unit: '×', run: flatMemory },
  { name: 'thumbnail, CPU against vipsthumbnail', bar: 0.8, unit: '×', run: thumbnailCpu },
  { name: 'thumbnail, bytes against vipsthumbnail', bar: 1.05, unit: '×', run: thumbnailBytes },
]

/** As the programs write them that make such pictures: a PNG in true colour, its rows filtered. */
const encodings = {
  png: { compressionLevel: 4, adaptiveFiltering: true },
  jpeg: { quality: 85 },
}

type Kind = { width: number; height: number; format: 'png' | 'jpeg'; count: number }

/**
 * CPU of this process and of the decoder's from a file to all that is known of it
 * and its thumbnail in its place, against a bare resize of it. What is read of the
 * thumbnail's pixels for duplicates is taken off: rows of its own weigh it.
 */
async function againstSharp(folder: string, kind: Kind): Promise<BenchResult> {
  const files = await makePictures(folder, kind)
  const passes = Math.ceil(24 / files.length)
  const each = (work: (file: string) => Promise<unknown>) => async () => {
    await rm(derivativesPath(), { recursive: true, force: true })
    const spent = await familyCpu(async () => {
      for (let pass = 0; pass < passes; pass++) for (const file of files) await work(file)
    })
    return spent / (files.length * passes)
  }
  const readPixels = await pixelReading(files)
  const { whole, reading, bare } = await interleave(rounds, {
    whole: each((file) => decode(file, file)),
    reading: readPixels,
    bare: each((file) => sharp(file).resize(320).raw().toBuffer()),
  })
  await closeDecoder()
  const ours = whole - reading
  const detail = `${ours.toFixed(1)} ms, and ${reading.toFixed(1)} for duplicates, against ${bare.toFixed(1)} ms`
  return { value: ours / bare, detail }
}

/** Measures the CPU a picture of what start/decoding.ts has read of its thumbnail's pixels. */
export async function pixelReading(files: string[]) {
  const thumbnails = await Promise.all(files.map(thumbnailOf))
  return async () => {
    const spent = await cpuMilliseconds(async () => {
      for (let turn = 0; turn < 5; turn++) for (const each of thumbnails) readAll(each)
    })
    return spent / thumbnails.length / 5
  }
}

function readAll({ pixels, bytes }: { pixels: Pixels; bytes: Buffer }) {
  const fresh = { ...pixels }
  for (const read of Object.values(pixelReaders)) read(fresh, bytes)
}

async function thumbnailOf(file: string) {
  const { data, info } = await sharp(file)
    .resize({ width: 320, height: 320, fit: 'inside' })
    .raw()
    .toBuffer({ resolveWithObject: true })
  const { width, height, channels } = info
  return { pixels: { data, width, height, channels }, bytes: await readFile(file) }
}

/** Wall clock, so that it only tells something on a machine with nothing else to do. */
async function twoCores({ folder }: { folder: string }): Promise<BenchResult> {
  const files = await makePictures(folder, kinds['PNG 1024²'])
  const wall = (inFlight: number) => async () => {
    const started = performance.now()
    await decodeAll(files, inFlight)
    return performance.now() - started
  }
  const { one, many } = await interleave(rounds, { one: wall(1), many: wall(8) })
  await closeDecoder()
  return {
    value: one / many,
    detail: `${one.toFixed(0)} ms alone, ${many.toFixed(0)} ms with 8 in flight`,
  }
}

async function memory({ folder }: { folder: string }): Promise<BenchResult> {
  const files = await makePictures(folder, kinds['JPEG 12 MP'])
  const peak = async (inFlight: number) => {
    await closeDecoder()
    for (let i = 0; i < 6; i++) await decodeAll(files, inFlight)
    return peakMegabytes()
  }
  const one = await peak(1)
  const eight = await peak(8)
  await closeDecoder()
  return { value: eight / one, detail: `${eight} MB against ${one} MB` }
}

async function flatMemory({ folder, quick }: { folder: string; quick: boolean }) {
  const files = await makePictures(folder, { ...kinds['JPEG 2 MP'], width: 800, height: 600 })
  const decodeTimes = async (count: number) => {
    let peak = 0
    for (let done = 0; done < count; done += files.length) {
      await decodeAll(files, 8)
      peak = Math.max(peak, peakMegabytes())
    }
    return peak
  }
  await closeDecoder()
  const early = await decodeTimes(1_000)
  const late = await decodeTimes(quick ? 1_000 : 19_000)
  await closeDecoder()
  return { value: late / early, detail: `${late} MB against ${early} MB after 1,000` }
}

/** A process for each picture is how it would be called, but one for all of them is fairer. */
async function thumbnailCpu({ folder }: { folder: string }): Promise<BenchResult> {
  const vips = requireVips()
  const files = await makePictures(folder, kinds['JPEG 2 MP'])
  const { ours, theirs } = await interleave(rounds, {
    ours: async () =>
      (await cpuMilliseconds(async () => {
        for (const file of files) await ourThumbnail(file)
      })) / files.length,
    theirs: async () => (await endedChildrenCpu(() => run(vips, vipsArgs(files)))) / files.length,
  })
  return { value: ours / theirs, detail: `${ours.toFixed(1)} ms against ${theirs.toFixed(1)} ms` }
}

async function thumbnailBytes({ folder }: { folder: string }): Promise<BenchResult> {
  const files = await makePictures(folder, kinds['JPEG 2 MP'])
  await run(requireVips(), vipsArgs(files))
  let [ours, theirs] = [0, 0]
  for (const file of files) {
    theirs += await sizeOf(file.replace('.jpeg', '-vips.webp'))
    const webp = await ourThumbnail(file)
    ours += webp.length
  }
  return { value: ours / theirs, detail: `${ours} bytes against ${theirs}` }
}

/** What of the decoder is the thumbnail alone. */
const ourThumbnail = (file: string) =>
  sharp(file)
    .autoOrient()
    .resize({ width: 320, height: 320, fit: 'inside', withoutEnlargement: true })
    .webp({ quality: 80, effort: 2 })
    .toBuffer()

/** A name without a folder is taken as one beside the picture. */
const vipsArgs = (files: string[]) => [
  ...['--size', '320x320', '-o', '%s-vips.webp[Q=80,effort=4,strip]'],
  ...files,
]

async function sizeOf(path: string) {
  const { size } = await stat(path)
  return size
}

function requireVips() {
  const path = findProgram('vipsthumbnail')
  if (!path) throw new Error('vipsthumbnail (Debian: libvips-tools) is not installed')
  return path
}

/** User and system time of this process and of the decoder's, in milliseconds. */
export async function familyCpu(work: () => Promise<unknown>) {
  const decoder = decoderProcessId()
  const before = decoder ? cpuOf(decoder) : 0
  const own = await cpuMilliseconds(work)
  return own + (decoder ? cpuOf(decoder) - before : 0)
}

async function endedChildrenCpu(work: () => Promise<unknown>) {
  const before = cpuOf('self', 16)
  await work()
  return cpuOf('self', 16) - before
}

/** Milliseconds in steps of ten, from fields 14 and 15 of /proc/<pid>/stat; of ended children 16 and 17. */
function cpuOf(pid: number | 'self', field = 14) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ')
  return (Number(fields[field - 3]) + Number(fields[field - 2])) * 10
}

async function decodeAll(files: string[], inFlight: number) {
  const waiting = [...files]
  const lane = async () => {
    for (let file = waiting.pop(); file; file = waiting.pop()) await decode(file, file)
  }
  await Promise.all(Array.from({ length: inFlight }, lane))
}

/** Zero between two decoders: one that has done its share has ended, and has no memory to tell of. */
function peakMegabytes() {
  const pid = decoderProcessId()
  const status =
    pid && existsSync(`/proc/${pid}`) ? readFileSync(`/proc/${pid}/status`, 'utf8') : ''
  return Math.round(Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024)
}

export async function makePictures(folder: string, { width, height, format, count }: Kind) {
  const kept = join(folder, 'pictures')
  await mkdir(kept)
  const files: string[] = []
  for (let seed = 0; seed < count; seed++) {
    const file = resolve(kept, `${seed}.${format}`)
    const picture = photograph(seed, width, height)
    await picture.toFormat(format, encodings[format]).toFile(file)
    files.push(file)
  }
  return files
}

/** Smooth colours with a little grain, different for every seed. */
function photograph(seed: number, width: number, height: number) {
  const data = Buffer.alloc(width * height * 3)
  let state = seed + 1
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0
      const grain = (state >>> 28) - 8
      const wave = Math.sin((x * (seed + 3)) / 180) + Math.cos((y * (seed + 5)) / 140)
      data[at++] = 128 + wave * 50 + grain
      data[at++] = 120 + Math.sin((x + y) / 90) * 60 + grain
      data[at++] = 90 + Math.cos((x - y) / 70) * 40 + grain
    }
  }
  return sharp(data, { raw: { width, height, channels: 3 } })
}
