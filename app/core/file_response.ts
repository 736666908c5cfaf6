import type { FileHandle } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import type { HttpContext } from '@adonisjs/core/http'
import contentDisposition from 'content-disposition'
import parseRange from 'range-parser'

export interface FileToSend {
  /** Closed by the answer. */
  handle: FileHandle
  size: number
  mime: string
  /** Changes when the content does. */
  etag: string
  disposition: 'inline' | 'attachment'
  /** The name it is saved under. */
  name?: string
  cacheControl: string
}

/**
 * Answers with a file, whole or the part that is asked for. Whatever the file
 * says it is, a browser neither guesses its type nor runs anything in it.
 */
export async function sendFile({ request, response }: HttpContext, file: FileToSend) {
  describe(response, file)
  response.header('ETag', file.etag)
  response.header('Accept-Ranges', 'bytes')
  if (request.header('If-None-Match') === file.etag) return end(response.status(304), file)

  const part = wantedPart(request.header('Range'), request.header('If-Range'), file)
  if (part === 'unsatisfiable') {
    response.header('Content-Range', `bytes */${file.size}`)
    return end(response.status(416), file)
  }
  const { start, end: last } = part ?? { start: 0, end: file.size - 1 }
  if (part) response.status(206).header('Content-Range', `bytes ${start}-${last}/${file.size}`)
  response.header('Content-Length', last - start + 1)
  if (request.method() === 'HEAD' || file.size === 0) return end(response, file)
  response.stream(file.handle.createReadStream({ start, end: last }))
}

/** Answers with a file that is made while it is sent, always whole and to be saved. */
export function sendMade(
  { response }: HttpContext,
  file: Pick<FileToSend, 'mime' | 'name'> & { stream: Readable; size: number }
) {
  describe(response, { ...file, disposition: 'attachment', cacheControl: 'private, no-store' })
  response.header('Content-Length', file.size)
  response.stream(file.stream)
}

function describe(
  response: HttpContext['response'],
  file: Pick<FileToSend, 'mime' | 'name' | 'cacheControl' | 'disposition'>
) {
  response.header('Content-Type', file.mime)
  response.header('X-Content-Type-Options', 'nosniff')
  response.header('Content-Security-Policy', "default-src 'none'; sandbox")
  response.header('Cross-Origin-Resource-Policy', 'same-origin')
  response.header('Cache-Control', file.cacheControl)
  response.header('Content-Disposition', contentDisposition(file.name, { type: file.disposition }))
}

async function end(response: HttpContext['response'], file: FileToSend) {
  await file.handle.close()
  return response.send('')
}

/** The first part asked for; several at once are answered with the whole. */
function wantedPart(range: string | undefined, ifRange: string | undefined, file: FileToSend) {
  if (!range || (ifRange && ifRange !== file.etag)) return null
  const parts = parseRange(file.size, range)
  if (parts === -1) return 'unsatisfiable'
  if (parts === -2 || parts.length !== 1 || parts.type !== 'bytes') return null
  return parts[0]
}
