import app from '@adonisjs/core/services/app'
import { Exception } from '@adonisjs/core/exceptions'
import { type HttpContext, ExceptionHandler } from '@adonisjs/core/http'
import type { StatusPageRange, StatusPageRenderer } from '@adonisjs/core/types/http'
import AccessDenied from '#core/events/access_denied'
import { isApi, messageOf, problem, statusOf } from '#core/api'
import { refuse, wantsFragment } from '#core/htmx'

export default class HttpExceptionHandler extends ExceptionHandler {
  protected debug = !app.inProduction
  protected renderStatusPages = !app.inDev
  protected statusPages: Record<StatusPageRange, StatusPageRenderer> = {
    '400..499': (error, { view }) => view.render('errors/not_allowed', { error }),
    '500..599': (error, { view }) => view.render('errors/fault', { error }),
  }

  /** What people do wrong is no fault of ours: it would fill the log. */
  protected ignoreStatuses = [400, 401, 403, 404, 409, 412, 413, 415, 422, 423, 429]

  async report(error: unknown, ctx: HttpContext) {
    await announceDenial(error, ctx)
    return super.report(error, ctx)
  }

  async handle(thrown: unknown, ctx: HttpContext) {
    const error = isTooLarge(thrown) ? sendLess() : thrown
    if (isApi(ctx)) return problem(error, ctx)
    if (wantsFragment(ctx)) return refuse(ctx, statusOf(error), sentence(error, ctx))
    if (isBadToken(error)) return super.handle(tooOld(ctx), ctx)
    if (isDenied(error)) return super.handle(notYours(error), ctx)
    return super.handle(isBadAddress(error, ctx) ? notUnderstood(error, ctx) : error, ctx)
  }
}

/** Only of who is known: what strangers try, the login holds off. */
async function announceDenial(error: unknown, { auth, route, request, logger }: HttpContext) {
  const user = auth?.user
  if (statusOf(error) !== 403 || !user || !route) return
  const name = `${request.method()} ${route.pattern}`
  const denied = { by: user, route: name, ip: request.ip(), why: messageOf(error) }
  await AccessDenied.dispatch(denied).catch((err) => logger.error({ err }, 'A denial is not noted'))
}

/** Shield would send the person back without a word of what happened. */
function isBadToken(error: any) {
  return error?.code === 'E_BAD_CSRF_TOKEN'
}

/** The body parser's words for it say nothing of what to do. */
function isTooLarge(error: any) {
  return error?.code === 'E_REQUEST_ENTITY_TOO_LARGE'
}

function sendLess() {
  const text = 'This is more than is taken at once. Send a smaller file, or send it in parts.'
  return new Exception(text, { status: 413 })
}

/** Bouncer would answer two bare words. */
function isDenied(error: any) {
  return error?.code === 'E_AUTHORIZATION_FAILURE'
}

function notYours(error: any) {
  const status = statusOf(error)
  if (status !== 403) return new Exception(messageOf(error), { status })
  const text =
    'Your role here does not allow it, or it belongs to somebody else. Ask them, or an administrator.'
  return new Exception(text, { status: 403 })
}

function tooOld(ctx: HttpContext) {
  return new Exception(sentence({ code: 'E_BAD_CSRF_TOKEN', status: 403 }, ctx), { status: 403 })
}

/** A form is shown again with what is wrong; an address that is wrong would lead back to itself for ever. */
function isBadAddress(error: any, { request }: HttpContext) {
  const isPage = request.method() === 'GET' && request.accepts(['html', 'json']) === 'html'
  return isPage && error?.code === 'E_VALIDATION_ERROR'
}

function notUnderstood(error: unknown, ctx: HttpContext) {
  const text = `This address asks for something that is not there. ${sentence(error, ctx)}`
  return new Exception(text, { status: 422 })
}

/** What a toast says about it: at a field where there is one, and never the inside of a fault. */
function sentence(error: any, ctx: HttpContext) {
  const status = statusOf(error)
  if (status >= 500) {
    return `Something went wrong here. What was saved before is kept. The log has it as ${ctx.request.id() ?? 'the last fault'}.`
  }
  if (Array.isArray(error.messages))
    return error.messages.map((each: any) => each.message).join(' ')
  if (error.code === 'E_BAD_CSRF_TOKEN')
    return 'This page is too old to save. Reload it and try again.'
  if (status === 404) return 'That is gone, or it was never here.'
  if (status === 403) return 'You may not do that.'
  return messageOf(error)
}
