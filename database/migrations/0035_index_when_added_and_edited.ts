import { BaseSchema } from '@adonisjs/lucid/schema'

/** So that `added:` and `edited:` begin at what they find, where that is little. */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(
      'CREATE INDEX assets_created_at ON assets (created_at, position) WHERE deleted_at IS NULL'
    )
    this.schema.raw(
      `CREATE INDEX assets_edited_at ON assets (edited_at, position)
        WHERE deleted_at IS NULL AND edited_at IS NOT NULL`
    )
  }
}
