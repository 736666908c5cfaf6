import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import { join } from 'node:path'

/**
 * The yardstick of the page: node:http, one prepared statement per question and
 * template strings. It asks the database what the page asks: the session, the
 * person, their views, sixty pictures and how many there are.
 */
const sqlite3 = createRequire(import.meta.url)('sqlite3')
const database = new sqlite3.Database(join(process.env.DATA_DIR!, 'atelier.sqlite3'))

const statements = Object.fromEntries(
  Object.entries({
    session: 'SELECT * FROM sessions LIMIT 1',
    user: 'SELECT * FROM users WHERE id = ?',
    views: 'SELECT * FROM saved_views WHERE user_id = ? AND pinned ORDER BY name LIMIT 30',
    count: `SELECT count(*) AS count FROM (SELECT 1 FROM assets a
      WHERE a.deleted_at IS NULL AND a.audience IN (0, ?) LIMIT 1001)`,
    page: `SELECT a.id, a.kind, a.file_name, a.extension, a.width, a.height, a.orientation, a.frames,
        a.duration, a.size, a.sha256, a.placeholder, a.broken_reason, a.missing_at, a.deleted_at,
        a.captured_at, a.created_at, a.generator, a.model, a.seed, a.steps, a.visibility,
        substr(a.prompt, 1, 160) AS prompt, m.rating, m.favorite
      FROM (SELECT id, position FROM assets WHERE deleted_at IS NULL AND audience IN (0, ?)
        ORDER BY position DESC LIMIT 61) AS found
      JOIN assets a ON a.id = found.id LEFT JOIN marks m ON m.user_id = ? AND m.asset_id = a.id`,
  }).map(([name, sql]) => [name, database.prepare(sql)])
)

const ask = (name: string, ...values: unknown[]) =>
  new Promise<any[]>((resolve, reject) => {
    statements[name].all(values, (error: Error | null, rows: any[]) =>
      error ? reject(error) : resolve(rows)
    )
  })

const escaped = (value: unknown) =>
  String(value ?? '').replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)

const badges = (row: any) =>
  (row.rating ? `<span class="tile-badge stars">${row.rating}</span>` : '') +
  (row.favorite ? '<span class="tile-badge heart"></span>' : '')

const tile = (row: any) => {
  const source = `/library/${row.id}/thumbnails`
  const version = row.sha256.slice(0, 8)
  return `<li class="tile" id="asset_${row.id}" data-id="${row.id}"><a class="tile-link" href="/library/${row.id}">
<img class="tile-placeholder" src="data:image/webp;base64,${row.placeholder}" width="${row.width}" height="${row.height}" alt=""><img class="tile-picture" src="${source}/320?v=${version}" srcset="${source}/320?v=${version} 1x, ${source}/640?v=${version} 2x" width="${row.width}" height="${row.height}" loading="lazy" decoding="async" alt="${escaped(row.prompt || row.file_name)}"></a>
<label class="tile-check"><input type="checkbox" form="selection" name="ids[]" value="${row.id}" aria-label="Select ${escaped(row.file_name)}"></label><span class="tile-badges"><span class="marks" id="marks_${row.id}">${badges(row)}</span></span></li>`
}

const html = (user: any, views: any[], rows: any[], count: number) => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Library</title><link rel="stylesheet" href="/assets/app.css"></head>
<body><nav>${views.map((view) => `<a href="/library?q=${escaped(view.query)}">${escaped(view.name)}</a>`).join('')}</nav>
<p>${escaped(user.full_name)}</p><p>${count}</p><ol class="tiles">${rows.map(tile).join('')}</ol></body></html>`

createServer(async (_request, response) => {
  const [session] = await ask('session')
  const id = Number(session?.user_id) || 1
  const [user] = await ask('user', id)
  const [views, rows, [{ count }]] = await Promise.all([
    ask('views', id),
    ask('page', id, id),
    ask('count', id),
  ])
  response.setHeader('Content-Type', 'text/html; charset=utf-8')
  response.end(html(user, views, rows.slice(0, 60), count))
}).listen(Number(process.env.PORT), '127.0.0.1', () => process.send!({ ready: true }))
