import { PassThrough } from 'node:stream'
import type { HttpContext } from '@adonisjs/core/http'

/** Answers with server-sent events. `watch` writes them, or says by false that there are too many streams: then the page goes on asking every few seconds. */
export function answerWithEvents(
  { response }: HttpContext,
  watch: (stream: PassThrough) => boolean
) {
  const stream = new PassThrough()
  if (!watch(stream)) return response.noContent()
  response.header('Content-Type', 'text/event-stream')
  response.header('Cache-Control', 'no-store')
  response.header('X-Accel-Buffering', 'no')
  return response.stream(stream)
}
