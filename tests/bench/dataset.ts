import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { DatabaseSync, type StatementSync } from 'node:sqlite'
import { join, resolve } from 'node:path'

/** Whose eyes the measurements look through, another who rates, and one who keeps things private. */
export const people = { viewer: 1, other: 2, secretive: 3 }

/**
 * A data folder with a library of `count` pictures that never existed: Zipf
 * tags, words and models, prompts of 15 to 50 words, bursts over four years,
 * ratings by two people and 2 % private to a third. Built once per schema.
 */
export function benchLibrary(count: number, folder = resolve('tmp/bench')) {
  const target = join(folder, `${count}-${schemaVersion()}`)
  if (existsSync(target)) return target
  const building = `${target}.building`
  rmSync(building, { recursive: true, force: true })
  mkdirSync(building, { recursive: true })
  execFileSync(process.execPath, ['ace.js', 'migration:run', '--no-schema-generate'], {
    env: { ...process.env, NODE_ENV: 'test', DATA_DIR: building },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  fill(join(building, 'atelier.sqlite3'), count)
  renameSync(building, target)
  return target
}

function schemaVersion() {
  const hash = createHash('sha256').update(readFileSync(import.meta.filename))
  for (const name of readdirSync('database/migrations').sort()) {
    hash.update(readFileSync(join('database/migrations', name)))
  }
  return hash.digest('hex').slice(0, 8)
}

function fill(path: string, count: number) {
  const database = new DatabaseSync(path)
  database.exec(
    'PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -400000; BEGIN'
  )
  const later = setAside(database)
  insertPeople(database)
  insertTags(database)
  insertAssets(database, count)
  database.exec(summaries)
  for (const { sql } of later) database.exec(sql)
  database.exec('COMMIT; PRAGMA journal_mode = WAL')
  database.close()
}

/** Triggers and indexes are put back when the rows are there: a hundred times faster. */
function setAside(database: DatabaseSync) {
  const found = database
    .prepare(
      `SELECT type, name, sql FROM sqlite_master WHERE type IN ('index', 'trigger') AND sql IS NOT NULL
        AND tbl_name IN ('assets', 'asset_tags', 'marks', 'asset_loras') ORDER BY type`
    )
    .all() as { type: string; name: string; sql: string }[]
  for (const { type, name } of found) database.exec(`DROP ${type} "${name}"`)
  return found
}

const now = '2026-11-01 12:00:00'
const tagCount = 2_000

function insertPeople(database: DatabaseSync) {
  const insert = database.prepare(
    `INSERT INTO users (id, email, full_name, password, role, created_at) VALUES (?, ?, ?, 'x', 'editor', ?)`
  )
  for (const [name, id] of Object.entries(people)) insert.run(id, `${name}@example.org`, name, now)
}

function insertTags(database: DatabaseSync) {
  const insert = database.prepare(
    'INSERT INTO tags (id, name, slug, created_at) VALUES (?, ?, ?, ?)'
  )
  for (let id = 1; id <= tagCount; id++) insert.run(id, tagName(id), tagName(id), now)
}

/** Tag 1 is the commonest. */
export const tagName = (id: number) => `tag_${id}`
/** Word 1 is the commonest. */
export const wordName = (rank: number) => `word${rank}`
export const modelName = (rank: number) => `model-${rank}.safetensors`

function insertAssets(database: DatabaseSync, count: number) {
  const chance = mulberry32(42)
  const pick = { tag: zipf(tagCount, chance), word: zipf(20_000, chance), model: zipf(300, chance) }
  const insert = assetStatements(database)
  const captured = times(count, chance)
  for (let id = 1; id <= count; id++) {
    const { seconds, running } = captured.next().value!
    insertAsset(insert, { id, seconds, running, chance, pick })
  }
}

interface Draw {
  id: number
  seconds: number
  running: number
  chance: () => number
  pick: { tag: () => number; word: () => number; model: () => number }
}

function insertAsset(insert: Record<string, StatementSync>, draw: Draw) {
  const { id, seconds, running, chance, pick } = draw
  const at = new Date(seconds * 1000).toISOString().slice(0, 19).replace('T', ' ')
  const position = seconds * 2 ** 21 + running
  const made = chance() < 0.9
  const hidden = chance() < 0.02
  const portrait = chance() < 0.5
  const kind = chance() < 0.02 ? 'video' : 'image'
  insert.asset.run(
    id,
    hidden ? people.secretive : people.viewer,
    hidden ? 'private' : 'everyone',
    position,
    kind,
    kind === 'image' ? 'image/png' : 'video/mp4',
    kind === 'image' ? 'png' : 'mp4',
    `${String(id).padStart(7, '0')}-${Math.floor(chance() * 1e9)}.png`,
    `${at.slice(0, 7)}/${id}.png`,
    Math.floor(300_000 + chance() * 3_000_000),
    id.toString(16).padStart(64, '0'),
    portrait ? 832 : 1216,
    portrait ? 1216 : 832,
    'UklGRlwAAABXRUJQVlA4IFAAAADwAQCdASoQAAwAAgA0JQBOgCPhI2AA/v2mXA8T3N4Fg5VWdpvVZ4w2n0uXg3Uu2wA=',
    at,
    'metadata',
    now,
    made ? ['a1111', 'comfyui', 'invokeai', 'midjourney'][Math.floor(chance() ** 2 * 4)] : null,
    made ? 1 : 0,
    made ? modelName(pick.model()) : null,
    made ? ['Euler a', 'DPM++ 2M Karras', 'DDIM'][Math.floor(chance() * 3)] : null,
    made ? String(Math.floor(chance() * 4e9)) : null,
    made ? 20 + Math.floor(chance() * 20) : null,
    made ? 3 + Math.floor(chance() * 16) / 2 : null,
    made ? words(15 + Math.floor(chance() * 36), pick.word) : null,
    made ? words(5 + Math.floor(chance() * 15), pick.word) : null
  )
  const tags = new Set(Array.from({ length: Math.floor(chance() * 11) }, pick.tag))
  for (const tag of tags) insert.tag.run(tag, position, id)
  insertMarks(insert, draw, position)
}

function insertMarks(
  insert: Record<string, StatementSync>,
  { id, chance }: Draw,
  position: number
) {
  for (const [user, share] of [
    [people.viewer, 0.3],
    [people.other, 0.1],
  ]) {
    const rating = chance() < share ? 1 + Math.floor(chance() * 5) : null
    const favorite = chance() < 0.02 ? 1 : 0
    if (rating || favorite) insert.mark.run(user, id, position, rating, favorite)
  }
}

function assetStatements(database: DatabaseSync) {
  const columns = `id, owner_id, visibility, position, kind, mime, extension, file_name, path, size, sha256, width,
    height, placeholder, captured_at, captured_source, created_at, generator, ai, model, sampler, seed, steps,
    cfg_scale, prompt, negative_prompt`
  return {
    asset: database.prepare(
      `INSERT INTO assets (${columns}) VALUES (${columns.replaceAll(/\w+/g, '?')})`
    ),
    tag: database.prepare('INSERT INTO asset_tags (tag_id, position, asset_id) VALUES (?, ?, ?)'),
    mark: database.prepare(
      'INSERT INTO marks (user_id, asset_id, position, rating, favorite) VALUES (?, ?, ?, ?, ?)'
    ),
  }
}

/** What the triggers would have kept. */
const summaries = `
  INSERT INTO asset_texts (rowid, prompt, negative_prompt, notes, model, file_name)
    SELECT position, prompt, negative_prompt, notes, model, file_name FROM assets ORDER BY position;
  INSERT INTO facet_counts (audience, facet, value, count)
    SELECT audience, 'all', '', count(*) FROM assets GROUP BY 1
    UNION ALL SELECT audience, 'kind', kind, count(*) FROM assets GROUP BY 1, 3
    UNION ALL SELECT audience, 'generator', generator, count(*) FROM assets WHERE generator IS NOT NULL GROUP BY 1, 3
    UNION ALL SELECT audience, 'model', model, count(*) FROM assets WHERE model IS NOT NULL GROUP BY 1, 3
    UNION ALL SELECT audience, 'month', substr(captured_at, 1, 7), count(*) FROM assets GROUP BY 1, 3
    UNION ALL SELECT audience, 'tag', tag_id, count(*) FROM asset_tags JOIN assets ON assets.id = asset_id GROUP BY 1, 3
    UNION ALL SELECT audience, 'rating', user_id || ':' || rating, count(*) FROM marks JOIN assets ON assets.id = asset_id WHERE rating IS NOT NULL GROUP BY 1, 3;
`

/** Sessions of up to 200 pictures some seconds apart, spread over four years. */
function* times(count: number, chance: () => number) {
  const start = Date.UTC(2022, 10) / 1000
  const step = (4 * 365 * 86_400) / count
  let seconds = start
  for (let made = 0; made < count;) {
    const burst = Math.min(count - made, 1 + Math.floor(chance() * 200))
    const begin = Math.max(seconds + 1, start + Math.floor(made * step))
    for (let index = 0; index < burst; index++) {
      seconds = begin + Math.floor(index / 4)
      yield { seconds, running: index % 4 }
    }
    made += burst
  }
}

function words(length: number, pick: () => number) {
  return Array.from({ length }, () => wordName(pick())).join(' ')
}

/** Ranks from 1, each as likely as one over itself. */
function zipf(size: number, chance: () => number) {
  const sums = new Float64Array(size)
  let sum = 0
  for (let rank = 1; rank <= size; rank++) sums[rank - 1] = sum += 1 / rank
  return () => {
    const wanted = chance() * sum
    let low = 0
    let high = size - 1
    while (low < high) {
      const middle = (low + high) >> 1
      if (sums[middle] < wanted) low = middle + 1
      else high = middle
    }
    return low + 1
  }
}

function mulberry32(seed: number) {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
