import db from '@adonisjs/lucid/services/db'
import { lackingFingerprints } from '#duplicates/coverage'
import { rebuildTouched } from '#duplicates/groups/rebuilding'
import { compareNext, type Guard } from '#duplicates/pairs/comparing'
import { compareCrops } from '#duplicates/pairs/crops'
import { startRun } from '#queue/runs'

/**
 * Compares what was not compared yet, crops last, and brings the groups up to date, in small
 * transactions that `guard` begins. Ends when nothing is left or at the signal; what was done is
 * done, and the next call goes on from there.
 */
export async function findDuplicates({
  guard,
  signal,
}: { guard?: Guard; signal?: AbortSignal } = {}) {
  for (const step of [compareNext, rebuildTouched, compareCrops, rebuildTouched]) {
    while (!signal?.aborted && (await step({ guard })));
  }
}

/** What a moment is enough for is done at once; more becomes a run. */
const soonDone = 200

/** Compares pictures that came since, and brings groups up to date that something touched. */
export async function keepUpWithArrivals() {
  const waiting = await db
    .from('fingerprints')
    .whereNull('compared_order')
    .limit(soonDone + 1)
    .select('asset_id')
  if (waiting.length > soonDone) return findDuplicatesLater()
  while (await compareNext());
  while (await rebuildTouched());
}

/** How many crops wait until they are worth a look through all of the library. */
const worthALook = 1 / 200

/** Looks for crops among pictures that came since, once enough of them did. */
export async function keepUpWithCrops() {
  const [{ all }] = await db.from('fingerprints').count('* as all')
  const waiting = await cropsWaiting()
  if (waiting && waiting >= all * worthALook) await findDuplicatesLater()
}

/** What is left over from day to day: pictures without hashes, and crops of too few to be worth a look. */
export async function leaveNothingOut() {
  if (!(await fingerprintLater()) && (await cropsWaiting())) await findDuplicatesLater()
}

async function cropsWaiting() {
  const [{ waiting }] = await db
    .from('fingerprints')
    .whereRaw('NOT crops_compared')
    .whereNotNull('compared_order')
    .count('* as waiting')
  return Number(waiting)
}

/** Starts the run that hashes what lacks a fingerprint, unless it is under way. Answers how many lack one. */
export async function fingerprintLater(by: { id: number } | null = null) {
  const lacking = await lackingFingerprints()
  const kind = 'duplicates.fingerprint_assets'
  const title = 'Look at pictures for duplicates'
  if (lacking) await startRun({ kind, title, user: by, uniqueKey: 'library' })
  return lacking
}

/** Starts the run that compares what is not compared yet, unless it is under way. */
export async function findDuplicatesLater() {
  const kind = 'duplicates.find_pairs'
  await startRun({ kind, title: 'Find duplicates', user: null, uniqueKey: 'library' })
}
