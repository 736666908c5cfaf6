import { Exception } from '@adonisjs/core/exceptions'
import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import { isApi, problem } from '#core/api'
import { refuse, wantsFragment } from '#core/htmx'
import { readers } from '#core/waiting_line'

/**
 * Who comes to see what is wrong must not be turned away; and a container that is told to be
 * unwell because it is busy would be started anew.
 */
const letIn = new Set(['/login', '/admin/health', '/api/health', '/health/live', '/health/ready'])

const retrySeconds = 2

/**
 * Answers 503 to what would have to wait too long. Only what reads waits: what somebody changes is
 * rarely many, may take as long as its upload, and should not be refused after it was sent.
 */
export default class WaitingLineMiddleware {
  async handle(ctx: HttpContext, next: NextFn) {
    const { request } = ctx
    if (!['GET', 'HEAD'].includes(request.method()) || letIn.has(request.url())) return next()
    if (!(await readers.enter())) return tellBusy(ctx)
    try {
      if (!request.request.socket.destroyed) return await next()
    } finally {
      readers.leave()
    }
  }
}

async function tellBusy(ctx: HttpContext) {
  const { request, response } = ctx
  response.header('Retry-After', retrySeconds)
  response.header('Cache-Control', 'no-store')
  const text = 'Too many pages are asked for just now. Try again in a moment; nothing was changed.'
  if (isApi(ctx)) return problem(new Exception(text, { status: 503 }), ctx)
  if (wantsFragment(ctx)) return refuse(ctx, 503, text)
  response.status(503)
  if (!request.header('Accept')?.includes('text/html')) return response.send(text)
  return response.send(await ctx.view.render('errors/busy', { text, retrySeconds }))
}
