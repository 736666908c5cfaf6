import type { Readable } from 'node:stream'
import type { HttpRequest } from '@adonisjs/core/http'
import library from '#config/library'
import {
  removeStaged,
  requireSpace,
  type Staged,
  stageStream,
  TooLarge,
} from '#library/importing/staging'

export interface Received extends Staged {
  /** As sent, with the folders it lay in. */
  name: string
}

/**
 * Reads the files of a multipart request straight into staging, in the order
 * they come; the fields are in the request afterwards. A request that breaks,
 * or brings more than it may, leaves nothing.
 */
export async function receiveFiles(request: HttpRequest): Promise<Received[]> {
  await requireSpace(Number(request.header('content-length') ?? 0))
  const received: Received[] = []
  let isBroken = false
  const multipart = request.multipart as HttpRequest['multipart'] | undefined
  if (!multipart) return received
  multipart.onFile('*', { deferValidations: true }, async (part) => {
    const place = received.push({ path: '', size: 0, name: cleanName(part.filename) }) - 1
    try {
      if (received.length > library.mostUploadFiles) throw new TooLarge(tooMany())
      const staged = await stageStream(part as Readable, library.largestUpload)
      if (isBroken) await removeStaged(staged.path)
      else Object.assign(received[place], staged)
    } catch (error) {
      multipart.abort(error as Error)
    }
  })
  try {
    await multipart.process({ limit: library.largestUpload * 100, maxFields: 100 })
    return received
  } catch (error) {
    isBroken = true
    await discard(received)
    throw error
  }
}

const tooMany = () =>
  `One upload takes at most ${library.mostUploadFiles.toLocaleString('en')} files. Send a ZIP of them, or name their folder as a source folder. Nothing was kept.`

/** Removes what was received, when nothing will come of it. */
export async function discard(received: Received[]) {
  await Promise.all(received.filter(({ path }) => path).map(({ path }) => removeStaged(path)))
}

/** A relative path without steps upwards, drive letters and what a screen cannot show. */
export function cleanName(name: string) {
  const steps = name.normalize('NFC').replace(/\\/g, '/').split('/')
  const kept = steps
    .map((step) => step.replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, '').trim())
    .filter((step) => step && step !== '.' && step !== '..' && !/^[A-Za-z]:$/.test(step))
  return kept.join('/').slice(-1_000) || 'unnamed'
}
