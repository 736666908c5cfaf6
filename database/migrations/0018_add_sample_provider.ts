import { randomUUID } from 'node:crypto'
import { BaseSchema } from '@adonisjs/lucid/schema'

/** The built-in provider needs no key: there is something to order from before anybody has set up anything. */
export default class extends BaseSchema {
  async up() {
    this.defer(async (db) => {
      await db.table('provider_credentials').insert({
        provider: 'sample',
        label: 'Sample pictures',
        base_url: 'http://localhost',
        uuid: randomUUID(),
        state: 'ready',
        max_in_flight: 4,
        requests_per_second: 20,
        created_at: new Date().toISOString().slice(0, 19).replace('T', ' '),
      })
    })
  }
}
