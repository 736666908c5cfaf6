import app from '@adonisjs/core/services/app'
import { type HttpContext, ExceptionHandler } from '@adonisjs/core/http'
import type { StatusPageRange, StatusPageRenderer } from '@adonisjs/core/types/http'

export default class HttpExceptionHandler extends ExceptionHandler {
  protected debug = !app.inProduction
  protected renderStatusPages = !app.inDev
  protected statusPages: Record<StatusPageRange, StatusPageRenderer> = {
    '400..499': (error, { view }) => view.render('errors/not_allowed', { error }),
    '500..599': (error, { view }) => view.render('errors/fault', { error }),
  }

  async handle(error: unknown, ctx: HttpContext) {
    return super.handle(error, ctx)
  }
}
