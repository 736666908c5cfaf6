import db from '@adonisjs/lucid/services/db'
import type { DatabaseQueryBuilderContract } from '@adonisjs/lucid/types/querybuilder'
import { hashVersion } from '#duplicates/hashing'
import JobRun from '#queue/models/job_run'

/** How much of the library duplicates can be found in. */
export interface Coverage {
  /** Pictures that can be decoded, trashed ones left out. */
  pictures: number
  hashed: number
  compared: number
  /** The run that hashes or compares now. */
  run: JobRun | null
}

/** Counts over the whole library: for a banner, not for every request. */
export async function duplicatesCoverage(): Promise<Coverage> {
  const count = async (query: DatabaseQueryBuilderContract) => {
    const [{ total }] = await query.count('* as total')
    return Number(total)
  }
  const [pictures, lacking, waiting] = await Promise.all([
    count(hashable()),
    count(lackingQuery()),
    count(
      hashable()
        .join('fingerprints as f', 'f.asset_id', 'a.id')
        .whereNull('f.compared_order')
        .where('f.hash_version', hashVersion)
        .whereColumn('f.sha256', 'a.sha256')
    ),
  ])
  const run = await JobRun.query()
    .whereIn('kind', ['duplicates.fingerprint_assets', 'duplicates.find_pairs'])
    .apply((scopes) => scopes.unfinished())
    .orderBy('id')
    .first()
  return { pictures, hashed: pictures - lacking, compared: pictures - lacking - waiting, run }
}

export async function lackingFingerprints(): Promise<number> {
  const [{ total }] = await lackingQuery().count('* as total')
  return Number(total)
}

/** Pages of assets that lack a fingerprint of their present content, by number. */
export async function* assetsLackingFingerprints(pageSize = 500) {
  for (let after = 0; ;) {
    const rows: { id: number; file_name: string; audience: number }[] = await lackingQuery()
      .where('a.id', '>', after)
      .orderBy('a.id')
      .limit(pageSize)
      .select('a.id', 'a.file_name', 'a.audience')
    yield* rows
    if (rows.length < pageSize) return
    after = rows.at(-1)!.id
  }
}

const hashable = () =>
  db
    .from('assets as a')
    .where('a.kind', 'image')
    .whereNull('a.deleted_at')
    .whereNull('a.broken_reason')

/** None, or one of another content or by another way of hashing. */
const lackingQuery = () =>
  hashable()
    .whereNull('a.missing_at')
    .whereNull('a.drifted_at')
    .whereNotExists((query) =>
      query
        .from('fingerprints as f')
        .whereColumn('f.asset_id', 'a.id')
        .whereColumn('f.sha256', 'a.sha256')
        .where('f.hash_version', hashVersion)
    )
