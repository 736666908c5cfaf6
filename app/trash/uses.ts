import { stat } from 'node:fs/promises'
import type { QueryClientContract, TransactionClientContract } from '@adonisjs/lucid/types/database'
import { joinPath } from '#library/source_folders/walking'
import { locateOriginal } from '#library/originals'

interface Place {
  source_folder_id: number | null
  path: string
}

interface Name extends Place {
  place: 'original' | 'trash'
  sha256: string
  asset_id: number
}

/**
 * Whether anything but the purged or moved asset still needs the file of this
 * name: a row that names it, or a file of the same bytes known under another
 * name that is the very same file, as through two source folders.
 */
export async function isUsed(
  trx: TransactionClientContract,
  name: Name,
  absolute: string
): Promise<boolean> {
  if (name.place === 'trash')
    return !!(await trx.from('assets').where('trash_path', name.path).first())
  return (await isNamed(trx, name)) || isKnownElsewhere(trx, name, absolute)
}

/** Whether a row says that its file lies here: of an item other than this one, a version, or an import. */
export async function isNamed(
  client: QueryClientContract,
  { source_folder_id, path }: Place,
  except = 0
): Promise<boolean> {
  const here = { source_folder_id, path }
  const rows = [
    client.from('assets').where(here).whereNull('trash_path').whereNot('id', except),
    client.from('asset_versions').where(here),
    ...(source_folder_id ? [] : [client.from('file_operations').where('target_path', path)]),
  ]
  for (const query of rows) if (await query.first()) return true
  return false
}

async function isKnownElsewhere(trx: TransactionClientContract, name: Name, absolute: string) {
  const self = await stat(absolute)
  for (const path of await pathsOfSameBytes(trx, name.sha256)) {
    if (path === absolute) continue
    const found = await stat(path).catch(() => null)
    if (found && found.dev === self.dev && found.ino === self.ino) return true
  }
  return false
}

/** Absolute, everywhere these bytes are said to lie: by assets, versions and scans. */
export async function pathsOfSameBytes(client: QueryClientContract, sha256: string) {
  const names = await namesOfSameBytes(client, sha256)
  const located = names.map(({ folder, path }) =>
    locateOriginal({ sourceFolderId: folder, path }, client)
  )
  const found = await Promise.all(located)
  return found.flatMap((place) => place?.path ?? [])
}

/** Where scans saw these bytes, and where assets and versions say they are. */
async function namesOfSameBytes(client: QueryClientContract, sha256: string) {
  const columns = ['source_folder_id as folder', 'path']
  const seen: { folder: number; directory: string; name: string }[] = await client
    .from('source_files')
    .where({ sha256 })
    .select('source_folder_id as folder', 'directory', 'name')
  const assets = await client
    .from('assets')
    .where({ sha256 })
    .whereNull('trash_path')
    .select(columns)
  const versions = await client.from('asset_versions').where({ sha256 }).select(columns)
  return [
    ...seen.map(({ folder, directory, name }) => ({ folder, path: joinPath(directory, name) })),
    ...assets,
    ...versions,
  ] as { folder: number | null; path: string }[]
}
