import { openUnlocked } from '#library/seeing'
import db from '@adonisjs/lucid/services/db'
import type User from '#accounts/models/user'
import { findVersion } from '#library/curation/versions'
import { acceptDrift, keepStored } from '#library/importing/drift'
import type { ImportOptions, ImportResult } from '#library/importing/importing'
import { sha256Of } from '#library/importing/placing'
import { replaceFile } from '#library/importing/replacing'
import { removeStaged, stageCopy } from '#library/importing/staging'
import Asset from '#library/models/asset'
import type SourceFolder from '#library/models/source_folder'
import { locateOriginal } from '#library/originals'
import { lockedSentence } from '#library/rights'
import { startRun } from '#queue/runs'

/** What takes the place of an asset's file: a staged one, a former version, or what a drift left. */
export type Replacement = { path: string; name: string } | { versionId: number } | { drift: Way }

/** What becomes of a drift: the content on the disk is taken over, or the library's own copy kept. */
export const ways = ['accept', 'keep'] as const
export type Way = (typeof ways)[number]

const kind = 'library.replace_files'

/** Begins to give an asset another file. Null where that is under way already. */
export async function replaceLater(asset: Asset, replacement: Replacement, by: User) {
  const items = [{ label: asset.fileName, payload: { assetId: asset.id, ...replacement } }]
  const title = `Replace the file of “${asset.fileName}”`
  const payload = { visibility: asset.visibility }
  const uniqueKey = keyOf(asset)
  const run = await startRun({ kind, title, user: by, items, payload, uniqueKey })
  return run.$isLocal ? run : null
}

/** The run that gives this asset another file right now, or null. */
export async function replacingRun(asset: Asset) {
  return db
    .from('job_runs')
    .where({ kind, unique_key: keyOf(asset) })
    .whereIn('state', ['queued', 'running'])
    .select('id')
    .first()
}

/** Begins to take over all that changed in a folder, as far as it is open to this person and not locked; answers the run that is at it. */
export function acceptDriftsLater(folder: SourceFolder, by: User) {
  const title = `Take over what changed in “${folder.name}”`
  const payload = { sourceFolderId: folder.id }
  return startRun({ kind, title, user: by, payload, uniqueKey: `folder ${folder.id}` })
}

/** What changed in a folder, as the items of a run. */
export async function* driftedItems(sourceFolderId: number, viewer: User) {
  const open = openUnlocked(viewer, 'assets')
  for (let after = 0; ;) {
    const page = await Asset.query()
      .whereRaw(open.sql, open.bindings)
      .where('source_folder_id', sourceFolderId)
      .whereNotNull('drifted_at')
      .where('id', '>', after)
      .orderBy('id')
      .limit(500)
    for (const { id, path } of page) {
      yield { label: path, payload: { assetId: id, drift: 'accept' as const } }
    }
    if (!page.length) return
    after = page.at(-1)!.id
  }
}

/** Gives an asset another file. What stands against it comes back as a failed result. */
export async function replace(
  { assetId, ...replacement }: Replacement & { assetId: number },
  by: User,
  record: ImportOptions['record']
): Promise<ImportResult> {
  const asset = await Asset.query()
    .withScopes((scopes) => scopes.visibleTo(by))
    .where('id', assetId)
    .first()
  if (!asset) return { state: 'failed', message: 'It is no longer in the library.' }
  if (asset.lockedAt) return { state: 'failed', message: lockedSentence, assetId }
  if ('path' in replacement) return replaceFile(asset, replacement, by, record)
  if ('versionId' in replacement) return restoreVersion(asset, replacement.versionId, by, record)
  const settle = replacement.drift === 'accept' ? acceptDrift : keepStored
  return settle(asset, { by, record })
}

/** Makes a former file the present one again; the present one becomes a version in turn. */
async function restoreVersion(
  asset: Asset,
  versionId: number,
  by: User,
  record: ImportOptions['record']
): Promise<ImportResult> {
  const refused = (message: string) => ({ state: 'failed' as const, message, assetId: asset.id })
  const version = await findVersion(asset, versionId)
  const { source_folder_id: sourceFolderId, path } = version
  const located = await locateOriginal({ sourceFolderId, path })
  if (!located) return refused('The folder of that version is no longer there.')
  const staged = await stageCopy(located.path, located.root).catch(() => null)
  if (!staged) return refused('The file of that version is missing.')
  if ((await sha256Of(staged.path)) !== version.sha256) {
    await removeStaged(staged.path)
    return refused('The file of that version is no longer the one it was. Nothing was changed.')
  }
  return replaceFile(asset, { path: staged.path, name: version.file_name }, by, record)
}

const keyOf = ({ id }: Asset) => `asset ${id}`
