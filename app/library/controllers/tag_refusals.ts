import type { HttpContext } from '@adonisjs/core/http'
import { notify } from '#core/htmx'
import { TagError } from '#library/curation/tag_keeping'

/** Does it, or says at the field why it cannot be done; answers whether it was refused. */
export async function refuseTag(ctx: HttpContext, body: () => Promise<unknown>): Promise<boolean> {
  try {
    await body()
    return false
  } catch (error) {
    if (!(error instanceof TagError)) throw error
    notify(ctx, { text: error.message, tone: 'error' })
    ctx.session.flash('inputErrorsBag', { [error.field]: [error.message] })
    return true
  }
}
