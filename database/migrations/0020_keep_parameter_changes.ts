import { BaseSchema } from '@adonisjs/lucid/schema'

export default class extends BaseSchema {
  async up() {
    /** What became different when a model's form was last fetched, for those who have used it before. */
    this.schema.alterTable('provider_models', (table) => {
      table.text('parameter_changes').nullable()
      table.timestamp('parameters_changed_at').nullable()
    })
    /** When the list of its models was last read to the end. */
    this.schema.alterTable('provider_credentials', (table) => {
      table.timestamp('models_listed_at').nullable()
    })
  }
}
