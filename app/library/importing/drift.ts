import { dirname, parse } from 'node:path'
import db from '@adonisjs/lucid/services/db'
import type { QueryClientContract, TransactionClientContract } from '@adonisjs/lucid/types/database'
import type User from '#accounts/models/user'
import { originalsPath } from '#core/paths'
import { noteContent } from '#library/curation/content_history'
import { decode } from '#library/decoding/decoder'
import { applyFacts } from '#library/facts'
import { fileColumns, replaceParsed } from '#library/importing/asset_rows'
import { type ImportOptions, type ImportResult, refuse } from '#library/importing/importing'
import { sha256Of } from '#library/importing/placing'
import { lockImports } from '#library/importing/twins'
import Asset from '#library/models/asset'
import { locateOriginal } from '#library/originals'
import { lockedSentence } from '#library/rights'
import { openAssets } from '#library/seeing'

interface Settling {
  by: User
  record?: ImportOptions['record']
}

const noDrift = 'Its file is the one that was imported.'

/**
 * Makes what lies on the disk by now the asset's content: facts, previews and hash are read anew,
 * what the person wrote stays, and what the former content said goes into the history.
 */
export async function acceptDrift(asset: Asset, settling: Settling): Promise<ImportResult> {
  const located = await locateOriginal(asset)
  if (!asset.driftedAt || asset.sourceFolderId === null || !located) return skipped(asset, noDrift)
  const { path, root } = located
  const decoded = await decode(path, asset.path, dirname(path), root).catch(whereMissing)
  if (!decoded) return failed(asset, 'The file is no longer in its folder.')
  const refusal = refuse(decoded)
  if (refusal) return refusal
  return settle(asset, settling, async (trx, present) => {
    const columns = fileColumns({ decoded })
    const history = { asset: present, ...settling, after: { decoded } }
    if (present.sha256 !== decoded.sha256) await noteContent(trx, history)
    await present.merge({ ...columns, driftedAt: null, missingAt: null }).save()
    await replaceParsed(trx, present.id, { decoded })
    await applyFacts(trx, present.id)
    return 'The content on the disk was taken over.'
  })
}

/**
 * Leaves the disk to itself: the copy the library holds of the former content is the asset's file
 * from then on. What lies in the folder now is listed by its next scan, as a file of its own.
 */
export async function keepStored(asset: Asset, settling: Settling): Promise<ImportResult> {
  if (!asset.driftedAt || asset.sourceFolderId === null) return skipped(asset, noDrift)
  const path = await storedCopy(asset, settling.by)
  if (!path) return failed(asset, 'The library holds no copy of the former content.')
  const sha256 = await sha256Of(originalsPath(path)).catch(whereMissing)
  if (sha256 !== asset.sha256) return failed(asset, 'The copy in the library is damaged or gone.')
  return settle(asset, settling, async (trx, present) => {
    /** Read again: until this is committed nobody removes a file that a row speaks of. */
    if ((await storedCopy(present, settling.by, trx)) !== path) {
      return skipped(asset, 'The copy in the library is gone by now. Try once more.')
    }
    await forgetPlace(trx, present)
    await noteContent(trx, { asset: present, ...settling, after: null })
    await present.merge({ sourceFolderId: null, path, driftedAt: null, missingAt: null }).save()
    return 'The copy in the library is its file now.'
  })
}

/**
 * Where below the originals folder the same content lies, as the file of another asset or a
 * version of one. What this person may not see counts as not there.
 */
export async function storedCopy(
  { sha256 }: Asset,
  viewer: User,
  client: QueryClientContract = db.connection()
): Promise<string | null> {
  const present = client.from('assets').whereNull('deleted_at')
  const open = openAssets(viewer, 'assets')
  const seen = present.whereRaw(open.sql, open.bindings).select('id')
  const copies = [
    client.from('assets').whereIn('id', seen),
    client.from('asset_versions').whereIn('asset_id', seen),
  ]
  for (const rows of copies) {
    const row = await rows.whereNull('source_folder_id').where({ sha256 }).first()
    if (row) return row.path
  }
  return null
}

/** In one transaction, unless the asset got another file since it was looked at. */
async function settle(
  { id, sha256, path }: Asset,
  { record }: Settling,
  write: (trx: TransactionClientContract, present: Asset) => Promise<string | ImportResult>
): Promise<ImportResult> {
  return db.transaction(async (trx) => {
    await lockImports(trx)
    const present = await Asset.findOrFail(id, { client: trx })
    const isSame = present.sha256 === sha256 && present.path === path && present.driftedAt
    if (!isSame) return skipped(present, 'It got another file meanwhile.')
    if (present.lockedAt) return skipped(present, lockedSentence)
    const message = await write(trx, present)
    if (typeof message !== 'string') return message
    const result: ImportResult = { state: 'done', message, assetId: id, sha256: present.sha256 }
    await record?.(trx, result)
    return { ...result, recorded: true }
  })
}

/** The next scan takes what lies there for a new file. */
async function forgetPlace(trx: TransactionClientContract, { sourceFolderId, path }: Asset) {
  const { dir: directory, base: name } = parse(path)
  const place = { source_folder_id: sourceFolderId, directory, name }
  await trx.from('source_files').where(place).delete()
}

const skipped = ({ id }: Asset, message: string): ImportResult => ({
  state: 'skipped',
  message,
  assetId: id,
})
const failed = ({ id }: Asset, message: string): ImportResult => ({
  state: 'failed',
  message,
  assetId: id,
})

function whereMissing(error: Error & { code?: string }) {
  if (/\b(ENOENT|ENOTDIR)\b/.test(`${error.code} ${error.message}`)) return null
  throw error
}
