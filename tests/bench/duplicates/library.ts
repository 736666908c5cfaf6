import { execFile } from 'node:child_process'
import { cpSync, existsSync, renameSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { promisify } from 'node:util'
import { closeDecoder, decode } from '#library/decoding/decoder'
import { benchLibrary, people } from '../dataset.js'
import { familyCpu, kinds, makePictures, pixelReading } from '../importing.js'
import { interleave, type BenchOptions, type BenchRow } from '../rows.js'

/** What finding duplicates costs an import, and what its groups cost a page. */
export const libraryRows: BenchRow[] = [
  ...(['PNG 1024²', 'JPEG 2 MP', 'JPEG 12 MP'] as const).map((kind): BenchRow => ({
    name: `duplicates, hashing beside the import, ${kind}`,
    ...{ bar: 0.1, unit: '×' },
    run: ({ folder }) => hashingShare(folder, kind),
  })),
  {
    name: 'duplicates, first page of 10,000 groups',
    ...{ bar: 2, unit: '×' },
    run: groupsPage,
  },
]

/** CPU of all that is read of a thumbnail's pixels for duplicates, against the rest of the import. */
async function hashingShare(folder: string, kind: keyof typeof kinds) {
  const files = await makePictures(folder, kinds[kind])
  const { whole, hashing } = await interleave(5, {
    whole: async () =>
      (await familyCpu(async () => {
        for (const file of files) await decode(file, file)
      })) / files.length,
    hashing: await pixelReading(files),
  })
  await closeDecoder()
  const rest = whole - hashing
  return {
    value: hashing / rest,
    detail: `${hashing.toFixed(2)} ms beside ${rest.toFixed(1)} ms of everything else`,
  }
}

/** Slowest but one of twenty: the groups with their number against the library's first page with its number and facets. */
async function groupsPage({ quick }: BenchOptions) {
  const count = quick ? 10_000 : 100_000
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--import', './bin/typescript.js', 'tests/bench/duplicates/group_steps.ts'],
    { env: { ...process.env, DATA_DIR: libraryWithGroups(count) } }
  )
  const { groups, library } = JSON.parse(stdout.slice(stdout.lastIndexOf('{"')))
  const detail = `p95 ${groups.toFixed(2)} ms against ${library.toFixed(2)} ms of the library page's statements`
  return { value: groups / library, detail }
}

/** The library of the measurements with a group for every ten of its pictures. */
function libraryWithGroups(count: number) {
  const source = benchLibrary(count)
  const target = resolve('tmp/bench', `${source.split('/').at(-1)}-groups`)
  if (existsSync(target)) return target
  const building = `${target}.building`
  rmSync(building, { recursive: true, force: true })
  cpSync(source, building, { recursive: true })
  insertGroups(join(building, 'atelier.sqlite3'), count / 10)
  renameSync(building, target)
  return target
}

function insertGroups(path: string, groups: number) {
  const database = new DatabaseSync(path)
  const group = database.prepare(
    `INSERT INTO duplicate_groups (id, preset, audience, members_sha256, keeper_id, keeper_reason, kind, distance,
       score, confidence, member_count, reclaimable_bytes, worth, across_folders, created_at)
     SELECT ?, 'normal', audience, ?, id, 'resolution', 'similar', ? % 60, 0.9, 0.9, 3, ?, ?, false, created_at
     FROM assets WHERE id = ?`
  )
  const member = database.prepare(
    `INSERT INTO duplicate_group_members (group_id, asset_id, kind, distance, weak) VALUES (?, ?, 'similar', 4, false)`
  )
  database.exec('BEGIN')
  for (let id = 1; id <= groups; id++) {
    const bytes = 1_000 + ((id * 7_919) % 1_000_003)
    group.run(id, String(id), id, bytes, bytes * 0.9, id * 10)
    for (const asset of [0, 1, 2]) member.run(id, id * 10 - asset)
  }
  database
    .prepare(
      'INSERT INTO duplicate_group_shadows SELECT id, ? FROM duplicate_groups WHERE id % 50 = 0'
    )
    .run(people.viewer)
  database.exec('COMMIT; ANALYZE')
  database.close()
}
