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
  const queries = await queriesOf(request)
  return queries.length
}

/** What a request asks of the database, from the second time on. */
export async function queriesOf(request: () => PromiseLike<ApiResponse>) {
  await request()
  const queries: string[] = []
  const note = ({ sql }: { sql: string }) => queries.push(sql)
  db.connection().getReadClient().on('query', note)
  try {
    const response = await request()
    response.assertStatus(200)
  } finally {
    db.connection().getReadClient().off('query', note)
  }
  if (!queries.length) throw new Error('No query was seen')
  return queries
}
