import type { HttpContext } from '@adonisjs/core/http'
import { wantsFragment } from '#core/htmx'
import { duplicatesCoverage } from '#duplicates/coverage'
import DuplicatePolicy from '#duplicates/policies/duplicate_policy'

/** How much of the library duplicates can be found in. */
export default class CoveragesController {
  async show(ctx: HttpContext) {
    await ctx.bouncer.with(DuplicatePolicy).authorize('list')
    const coverage = await duplicatesCoverage()
    const page = wantsFragment(ctx) ? '_coverage' : 'show'
    return ctx.view.render(`duplicates/coverages/${page}`, { coverage })
  }
}
