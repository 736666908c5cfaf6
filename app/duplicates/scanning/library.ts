import db from '@adonisjs/lucid/services/db'
import { assetsLackingFingerprints } from '#duplicates/coverage'
import { findDuplicates } from '#duplicates/finding'
import { fingerprintAsset } from '#duplicates/fingerprinting'
import { groupLinks } from '#duplicates/grouping'
import { membersOf, type Member } from '#duplicates/groups/facts'
import { undecided } from '#duplicates/groups/rebuilding'
import type { StoredPair } from '#duplicates/groups/component'
import { presetNames, type PresetName } from '#duplicates/presets'
import { describeGroup, type Scan } from '#duplicates/scanning'
import { closeDecoder } from '#library/decoding/decoder'

/**
 * The duplicates of the whole library, whoever's, as a scan of a folder tells them: hashes what
 * lacks hashes, compares what is not compared, and groups the pairs of a preset, those at most
 * `threshold` bits apart. What people decided about is left out, and so is what is in the trash.
 */
export async function scanLibrary({
  preset,
  threshold = Infinity,
  workers = 4,
}: {
  preset: PresetName
  threshold?: number
  workers?: number
}): Promise<Scan> {
  const started = performance.now()
  const failures = await hashLacking(workers)
  await findDuplicates()
  const { links, members } = await linksOf(preset, threshold)
  const groups = groupLinks(links, (id) => members.get(id)!).map((group) =>
    describeGroup(group, (id) => members.get(id)!)
  )
  const [{ scanned }] = await db
    .from('fingerprints')
    .join('assets', 'assets.id', 'asset_id')
    .whereNull('deleted_at')
    .count('* as scanned')
  const seconds = Math.round(performance.now() - started) / 1000
  return { groups, scanned: Number(scanned), failed: failures.length, seconds, failures }
}

async function hashLacking(workers: number) {
  const failures: Scan['failures'] = []
  const lacking = assetsLackingFingerprints()
  const work = async () => {
    for await (const { id, file_name: path } of lacking) {
      const { state, message } = await fingerprintAsset(id).catch(failed)
      if (state === 'failed') failures.push({ path, reason: message ?? '' })
    }
  }
  await Promise.all(Array.from({ length: Math.max(1, workers) }, work))
  await closeDecoder()
  return failures
}

const failed = (error: Error) => ({ state: 'failed' as const, message: error.message })

async function linksOf(preset: PresetName, threshold: number) {
  const wanted = presetNames.slice(0, presetNames.indexOf(preset) + 1)
  const pairs: StoredPair[] = await db
    .from('duplicate_pairs')
    .whereIn('preset', wanted)
    .where('distance', '<=', Math.min(threshold, 256))
    .orderBy(['left_id', 'right_id'])
  return db.transaction(async (trx) => {
    const ids = new Set(pairs.flatMap((pair) => [pair.left_id, pair.right_id]))
    const members: Map<number, Member> = await membersOf(trx, [...ids])
    return { members, links: await undecided(trx, pairs, members) }
  })
}
