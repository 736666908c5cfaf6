import { setPriority } from 'node:os'
import { join } from 'node:path'
import { makeSessionAsNice } from '#core/priority'
import { decodeFile, identifyFile, resizeFile } from '#library/decoding/decoding'
import { drawSvg } from '#library/decoding/drawing'
import { hashAllPixels, measureFile } from '#library/decoding/measuring'
import { derivativeName, writeDerivative } from '#library/derivatives/writing'

/**
 * The decoder process: it may be killed at any moment by its parent, a memory
 * limit or a bad file, so it holds nothing but the files it is working on.
 */
export type Task =
  | DecodeTask
  | { verb: 'identify'; path: string; name: string; root?: string }
  | { verb: 'measure'; path: string; root?: string }
  | { verb: 'hash_pixels'; path: string; root: string }
  | { verb: 'resize'; path: string; root: string; mime: string; size: number }
  | { verb: 'draw'; svg: string; picture?: Uint8Array }

interface DecodeTask {
  verb: 'decode'
  path: string
  name: string
  besides?: string
  root?: string
  /** The folder of derivatives, where its thumbnail goes. */
  derivatives: string
}

export interface Request {
  id: number
  task: Task
}
export type Answer = { id: number; result: unknown } | { id: number; error: string; code?: string }

process.on('message', async ({ id, task }: Request) => {
  try {
    answer({ id, result: await perform(task) })
  } catch (error) {
    const { message, code } = error as NodeJS.ErrnoException
    answer({ id, error: String(message ?? error).slice(0, 500), code })
  }
})

/** Without its parent it has nobody to answer to; exiting politely would wait for the decoders. */
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'))

function perform(task: Task) {
  if (task.verb === 'decode') return decode(task)
  if (task.verb === 'identify') return identifyFile(task.path, task.name, task.root)
  if (task.verb === 'measure') return measureFile(task.path, task.root)
  if (task.verb === 'hash_pixels') return hashAllPixels(task.path, task.root)
  if (task.verb === 'draw') return drawSvg(task.svg, task.picture)
  return resizeFile(task, task.mime, task.size)
}

/** Written here, the thumbnail need not be handed over. */
async function decode({ path, name, besides, root, derivatives }: DecodeTask) {
  const decoded = await decodeFile(path, name, besides, root)
  const { sha256, thumbnail } = decoded
  if (thumbnail) writeDerivative(join(derivatives, derivativeName(sha256, 320)), thumbnail)
  return { ...decoded, thumbnail: null }
}

/** What a parent that is gone cannot be told is no fault of this process, which is about to end. */
function answer(message: Answer) {
  process.send!(message, undefined, undefined, () => {})
}

/** Whoever looks at pages goes before whoever imports. */
setPriority(19)
makeSessionAsNice()
answer({ id: 0, result: 'ready' })
