import { randomUUID } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { stagingPath } from '#core/paths'
import { type ImportOptions, importStaged } from '#library/importing/importing'
import Asset from '#library/models/asset'

/** Imports these bytes as an upload of this person would, and answers the asset. */
export async function importBytes(
  bytes: Buffer,
  name: string,
  options: Partial<ImportOptions> & Pick<ImportOptions, 'owner'>
) {
  const path = stagingPath(randomUUID())
  await writeFile(path, bytes)
  const result = await importStaged({ path, name }, { visibility: 'everyone', ...options })
  return Asset.findOrFail(result.assetId)
}
