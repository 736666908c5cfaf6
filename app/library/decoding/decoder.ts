import { derivativesPath } from '#core/paths'
import type { Decoded } from '#library/decoding/decoding'
import type { Measured } from '#library/decoding/measuring'
import type { Task } from '#library/decoding/child'
import { DecoderProcess, Died } from '#library/decoding/decoder_process'

/** How many files one decoder process works on at once: two cores are full from four on. */
const inFlight = 6

let shared: DecoderProcess | null = null
let isolated: DecoderProcess | null = null
let isolation: Promise<unknown> = Promise.resolve()
let working = 0
const waiting: (() => void)[] = []

/**
 * Decodes a file in a process of its own, keeps its thumbnail and returns all that is known of it.
 * Never rejects because of what is in the file: what kills, hangs or starves
 * the process comes back with `brokenReason`. Throws where the file cannot be read, or the thumbnail
 * not be written.
 * `besides` is the folder where side files of this name may lie, `root` one the file may not leave.
 */
export async function decode(
  path: string,
  name: string,
  besides?: string,
  root?: string
): Promise<Decoded> {
  try {
    const derivatives = derivativesPath()
    return (await run({ verb: 'decode', path, name, besides, root, derivatives })) as Decoded
  } catch (error) {
    if (!(error instanceof Died) || error.stopped) throw error
    const identified = (await runAlone({ verb: 'identify', path, name, root })) as Decoded
    return { ...identified, brokenReason: `not decoded: ${error.message}` }
  }
}

/**
 * Measures a picture in the decoder's process, without making previews. What is wrong with
 * the file comes back as `brokenReason`. Throws where it cannot be read or kills the decoder.
 */
export async function measure(path: string, root?: string): Promise<Measured> {
  return (await run({ verb: 'measure', path, root })) as Measured
}

/** SHA-256 of a picture's pixels in full size. Throws where less than the whole can be decoded. */
export async function hashPixelsOf({ path, root }: { path: string; root: string }) {
  return (await run({ verb: 'hash_pixels', path, root })) as string
}

/** A WebP of at most `size` px. Throws where the file cannot be decoded. */
export async function resize(
  { path, root }: { path: string; root: string },
  mime: string,
  size: number
): Promise<Buffer> {
  return Buffer.from((await run({ verb: 'resize', path, root, mime, size })) as Uint8Array)
}

/** A PNG of an SVG the program made itself, laid over `picture` in the SVG's size where one is given. */
export async function draw(svg: string, picture?: Uint8Array): Promise<Buffer> {
  return Buffer.from((await run({ verb: 'draw', svg, picture })) as Uint8Array)
}

/** Ends the decoder processes; the next file starts new ones. */
export async function closeDecoder() {
  const ending = [shared?.end(), isolated?.end()]
  shared = isolated = null
  await Promise.all(ending)
}

/** Processor seconds and greatest memory of the decoder process so far, for measuring. */
export function decoderProcessId() {
  return shared?.pid
}

async function run(task: Task): Promise<unknown> {
  await takeTurn()
  try {
    if (!shared || shared.isWornOut) {
      shared = new DecoderProcess((ended) => shared === ended && (shared = null))
    }
    const alone = working === 1
    const result = await shared.perform(task)
    if (alone || !(result as Decoded).brokenReason) return result
  } catch (error) {
    if (!(error instanceof Died)) throw error
  } finally {
    endTurn()
  }
  return runAlone(task)
}

/** A failure in company is no verdict: memory may have been short because of a neighbour. */
function runAlone(task: Task): Promise<unknown> {
  const turn = isolation.then(async () => {
    if (!isolated || isolated.isWornOut) {
      isolated = new DecoderProcess((ended) => isolated === ended && (isolated = null))
    }
    return isolated.perform(task)
  })
  isolation = turn.catch(() => {})
  return turn
}

async function takeTurn() {
  if (working >= inFlight) await new Promise<void>((resolve) => waiting.push(resolve))
  else working++
}

function endTurn() {
  const next = waiting.shift()
  if (next) next()
  else working--
}
