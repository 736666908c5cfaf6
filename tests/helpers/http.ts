import db from '@adonisjs/lucid/services/db'
import type { ApiResponse } from '@japa/api-client'

/** What htmx sends along when it wants a part of the page. */
export const partial = { 'HX-Request': 'true', 'HX-Request-Type': 'partial' }

export async function statusOf(request: PromiseLike<ApiResponse>) {
  const response = await request
  return response.status()
}

/** How many queries a request asks of the database. */
export async function countQueries(request: () => PromiseLike<ApiResponse>) {
  await request()
  let queries = 0
  const count = () => (queries += 1)
  db.connection().getReadClient().on('query', count)
  try {
    const response = await request()
    response.assertStatus(200)
  } finally {
    db.connection().getReadClient().off('query', count)
  }
  if (!queries) throw new Error('No query was seen')
  return queries
}
