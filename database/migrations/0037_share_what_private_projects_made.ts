import { BaseSchema } from '@adonisjs/lucid/schema'

/** Who belongs to a private project sees what was made for it; members see the collection of every project of theirs. */
export default class extends BaseSchema {
  async up() {
    this.defer(async (db) => {
      await db.rawQuery(
        `INSERT INTO asset_shares (asset_id, user_id, can_edit)
         SELECT DISTINCT p.asset_id, m.user_id, false FROM products p
           JOIN order_items i ON i.id = p.order_item_id JOIN orders o ON o.id = i.order_id
           JOIN assets a ON a.id = p.asset_id AND a.owner_id = o.user_id
           JOIN projects j ON j.id = p.project_id AND j.visibility = 'private'
           JOIN (SELECT project_id, user_id FROM project_members
                 UNION SELECT id, owner_id FROM projects) AS m ON m.project_id = j.id
         WHERE m.user_id <> a.owner_id ON CONFLICT DO NOTHING`
      )
      await db.rawQuery(
        `INSERT INTO collection_shares (collection_id, user_id, can_edit)
         SELECT j.collection_id, m.user_id, false FROM project_members m
           JOIN projects j ON j.id = m.project_id
         WHERE j.collection_id IS NOT NULL ON CONFLICT DO NOTHING`
      )
      await db.rawQuery(
        `UPDATE users SET has_shares = true WHERE id IN
           (SELECT user_id FROM asset_shares UNION SELECT user_id FROM collection_shares)`
      )
    })
  }
}
