import { setPriority } from 'node:os'
import { makeSessionAsNice } from '#core/priority'
import { decodeFile, identifyFile, resizeFile } from '#library/decoding/decoding'
import { drawSvg } from '#library/decoding/drawing'
import { hashAllPixels, measureFile } from '#library/decoding/measuring'

/**
 * The decoder process: it may be killed at any moment by its parent, a memory
 * limit or a bad file, so it holds nothing but the files it is working on.
 */
export type Task =
  | { verb: 'decode'; path: string; name: string; besides?: string; root?: string }
  | { verb: 'identify'; path: string; name: string; root?: string }
  | { verb: 'measure'; path: string; root?: string }
  | { verb: 'hash_pixels'; path: string; root: string }
  | { verb: 'resize'; path: string; root: string; mime: string; size: number }
  | { verb: 'draw'; svg: string; picture?: Uint8Array }

export interface Request {
  id: number
  task: Task
}
export type Answer = { id: number; result: unknown } | { id: number; error: string }

process.on('message', async ({ id, task }: Request) => {
  try {
    answer({ id, result: await perform(task) })
  } catch (error) {
    answer({ id, error: String((error as Error).message ?? error).slice(0, 500) })
  }
})

/** Without its parent it has nobody to answer to; exiting politely would wait for the decoders. */
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'))

function perform(task: Task) {
  if (task.verb === 'decode') return decodeFile(task.path, task.name, task.besides, task.root)
  if (task.verb === 'identify') return identifyFile(task.path, task.name, task.root)
  if (task.verb === 'measure') return measureFile(task.path, task.root)
  if (task.verb === 'hash_pixels') return hashAllPixels(task.path, task.root)
  if (task.verb === 'draw') return drawSvg(task.svg, task.picture)
  return resizeFile(task, task.mime, task.size)
}

function answer(message: Answer) {
  process.send!(message)
}

/** Whoever looks at pages goes before whoever imports. */
setPriority(19)
makeSessionAsNice()
answer({ id: 0, result: 'ready' })
