import { BaseSchema } from '@adonisjs/lucid/schema'

/** Of the files that travelled inside orders that are over nothing is kept: which items they were stands with the order. */
export default class extends BaseSchema {
  async up() {
    this.defer((db) =>
      db.rawQuery(
        `UPDATE order_attempts SET request =
           (SELECT parameters FROM order_items WHERE order_items.id = order_attempts.order_item_id)
         WHERE stage IN ('done', 'failed', 'cancelled') AND request LIKE '%"data:%;base64,%'`
      )
    )
  }
}
