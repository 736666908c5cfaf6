import type { HttpContext } from '@adonisjs/core/http'
import { keyTable } from '#core/keys'

/** The manual, with the list of keys made from the table the page listens to. */
export default class ManualsController {
  async index({ view }: HttpContext) {
    return view.render('help/index', { groups: Map.groupBy(keyTable, (key) => key.group) })
  }
}
