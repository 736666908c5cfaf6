import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import { join } from 'node:path'

/**
 * The yardstick of the page: node:http, one prepared statement per question and
 * template strings. It asks the database what the page asks: the session, the
 * person, their views, sixty pictures, how many there are and how many in the trash.
 */
const sqlite3 = createRequire(import.meta.url)('sqlite3')
const database = new sqlite3.Database(join(process.env.DATA_DIR!, 'atelier.sqlite3'))

const statements = Object.fromEntries(
  Object.entries({
    newest: 'SELECT id FROM sessions WHERE user_id IS NOT NULL ORDER BY expires_at DESC LIMIT 1',
    session: 'SELECT * FROM sessions WHERE id = ? LIMIT 1',
    user: 'SELECT * FROM users WHERE id = ? LIMIT 1',
    views: `SELECT id, name, query, view, size FROM saved_views WHERE user_id = ? AND pinned
      ORDER BY name LIMIT 30`,
    trash: `SELECT count(*) AS count FROM (SELECT id FROM assets
      WHERE deleted_at IS NOT NULL AND audience IN (0, ?) LIMIT 1000)`,
    count: `SELECT coalesce(sum(count), 0) AS count FROM facet_counts
      WHERE audience IN (0, ?) AND facet = 'all'`,
    page: `SELECT json_object('id', a.id, 'kind', a.kind, 'file_name', a.file_name,
        'extension', a.extension, 'width', a.width, 'height', a.height,
        'orientation', a.orientation, 'frames', a.frames, 'duration', a.duration, 'size', a.size,
        'sha256', a.sha256, 'placeholder', a.placeholder, 'broken_reason', a.broken_reason,
        'missing_at', a.missing_at, 'deleted_at', a.deleted_at, 'captured_at', a.captured_at,
        'created_at', a.created_at, 'generator', a.generator, 'model', a.model, 'seed', a.seed,
        'steps', a.steps, 'visibility', a.visibility, 'prompt', substr(a.prompt, 1, 160),
        'rating', m.rating, 'favorite', coalesce(m.favorite, false)) AS tile, found.position
      FROM (SELECT a.id, a.position FROM assets a INDEXED BY assets_feed
        WHERE a.deleted_at IS NULL AND +a.audience IN (0, ?) ORDER BY position DESC LIMIT 61) AS found
      JOIN assets a ON a.id = found.id LEFT JOIN marks m ON m.user_id = ? AND m.asset_id = a.id
      ORDER BY found.position DESC`,
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
<img class="tile-placeholder" src="data:image/bmp;base64,${row.placeholder}" width="${row.width}" height="${row.height}" alt=""><img class="tile-picture" src="${source}/320?v=${version}" srcset="${source}/320?v=${version} 1x, ${source}/640?v=${version} 2x" width="${row.width}" height="${row.height}" loading="lazy" decoding="async" alt="${escaped(row.prompt || row.file_name)}"></a>
<label class="tile-check"><input type="checkbox" form="selection" name="ids[]" value="${row.id}" aria-label="Select ${escaped(row.file_name)}"></label><span class="tile-badges"><span class="marks" id="marks_${row.id}">${badges(row)}</span></span></li>`
}

interface Page {
  user: any
  views: any[]
  rows: any[]
  count: number
  trashed: number
}

const html = ({ user, views, rows, count, trashed }: Page) => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Library</title><link rel="stylesheet" href="/assets/app.css"></head>
<body><nav>${views.map((view) => `<a href="/library?q=${escaped(view.query)}">${escaped(view.name)}</a>`).join('')}
<a href="/trash">${trashed}</a></nav>
<p>${escaped(user.full_name)}</p><p>${count}</p><ol class="tiles">${rows.map(tile).join('')}</ol></body></html>`

/** Whoever has logged in at the other server. */
const [{ id: sessionId }] = await ask('newest')

createServer(async (_request, response) => {
  const [session] = await ask('session', sessionId)
  const [user] = await ask('user', session.user_id)
  const [views, [trash], found, [{ count }]] = await Promise.all([
    ask('views', user.id),
    ask('trash', user.id),
    ask('page', user.id, user.id),
    ask('count', user.id),
  ])
  const rows = found.slice(0, 60).map((row) => JSON.parse(row.tile))
  response.setHeader('Content-Type', 'text/html; charset=utf-8')
  response.end(html({ user, views, rows, count, trashed: trash.count }))
}).listen(Number(process.env.PORT), '127.0.0.1', () => process.send!({ ready: true }))
