import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { checkIntegrity, withDatabaseFile } from '#core/database_copy'
import { backupsPath } from '#core/paths'
import { type Backup, manifestPath } from '#backup/backups'
import { type ManifestLine, readManifest } from '#backup/manifest'

export interface Verification {
  items: number
  originals: number
  /** Not where the list says; moved or deleted since, or lost. */
  missing: string[]
  /** There, with other bytes. */
  changed: string[]
  missingCount: number
  changedCount: number
}

const mostNamed = 20

/**
 * Opens a backup and checks every page of it, then looks for each original of its list: by
 * size, or with `read` by its whole content. Throws an Error where the copy is damaged.
 */
export async function verifyBackup(
  backup: Backup,
  { read = false, signal }: { read?: boolean; signal?: AbortSignal } = {}
): Promise<Verification> {
  const items = await withDatabaseFile(backupsPath(backup.name), async (copy) => {
    await checkIntegrity(copy)
    const [{ count }] = await copy.from('assets').count('* as count')
    return Number(count)
  })
  const found = { missing: [] as string[], changed: [] as string[] }
  const result = { items, originals: 0, ...found, missingCount: 0, changedCount: 0 }
  if (!backup.hasManifest) return result
  for await (const line of readManifest(manifestPath(backup))) {
    signal?.throwIfAborted()
    result.originals += 1
    const state = await stateOf(line, read)
    if (state === 'there') continue
    result[`${state}Count`] += 1
    if (result[state].length < mostNamed) result[state].push(line.path ?? `item ${line.asset_id}`)
  }
  return result
}

/** One sentence for people, of what was found. */
export function tellVerification({ hasManifest }: Backup, found: Verification) {
  const count = (number: number) => number.toLocaleString('en')
  const whole = `The copy is whole: ${count(found.items)} items.`
  if (!hasManifest) return `${whole} It has no list of originals.`
  const { originals, missingCount, changedCount } = found
  if (!missingCount && !changedCount) return `${whole} All ${count(originals)} originals are there.`
  const first = found.missing[0] ?? found.changed[0]
  return `${whole} Of ${count(originals)} originals ${count(missingCount)} are not where they were and ${count(changedCount)} have changed; the first is ${first}.`
}

async function stateOf({ path, size, sha256 }: ManifestLine, read: boolean) {
  const file = path === null ? null : await stat(path).catch(() => null)
  if (!file?.isFile()) return 'missing'
  if (file.size !== size) return 'changed'
  return !read || (await hashOf(path!)) === sha256 ? 'there' : 'changed'
}

async function hashOf(path: string) {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  return hash.digest('hex')
}
