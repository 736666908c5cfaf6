import { createHash } from 'node:crypto'
import { Exception } from '@adonisjs/core/exceptions'
import type { HttpContext } from '@adonisjs/core/http'

/** The mark of a resource as it is told: another one means that it changed. */
export function etagOf(json: unknown) {
  return `"${createHash('sha256').update(JSON.stringify(json)).digest('base64url').slice(0, 22)}"`
}

/** Throws a 412 where the resource is not (any more) as whoever sends If-Match saw it. */
export function requireMatch({ request }: HttpContext, json: unknown) {
  const wanted = request.header('If-Match')
  if (!wanted || wanted === '*') return
  const marks = wanted.split(',').map((mark) => mark.trim())
  if (marks.includes(etagOf(json))) return
  const message = 'It was changed since you read it. Read it again, then send your change.'
  throw new Exception(message, { status: 412 })
}

/** Answers a resource with its mark; 304 where the program has it as it is. */
export function answerWithEtag({ request, response }: HttpContext, json: unknown) {
  const mark = etagOf(json)
  response.header('ETag', mark)
  if (request.method() === 'GET' && request.header('If-None-Match') === mark) {
    return response.status(304)
  }
  return json
}
