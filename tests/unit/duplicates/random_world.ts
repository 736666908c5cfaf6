import { mkdir, rm, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import db from '@adonisjs/lucid/services/db'
import { originalsPath, trashPath } from '#core/paths'
import { recoverDuplicateWork } from '#duplicates/files/operations'
import Asset from '#library/models/asset'
import type SourceFolder from '#library/models/source_folder'
import { finishMoves } from '#trash/moving'
import { type Cast, createCast } from '#tests/helpers/cast'
import { emptyDataFolders, emptyTables } from '#tests/helpers/database'
import { assetWithFile, makeAlike, noteFile, sourceFolder } from '#tests/helpers/duplicates'
import { listing, wholeItems } from '#tests/helpers/mounting'
import type { random } from '#tests/helpers/random'
import { contents, filesBelow, manifestErrors } from '#tests/helpers/trash'

/** Something to be taken back, and how all was before it. */
export interface Change {
  undo: () => Promise<{ refused: unknown[] } | number>
  hidden: Map<number, boolean>
  decisions: unknown[]
}

/** A small library with folders, and what ought to be true of it. */
export interface World {
  chance: ReturnType<typeof random>
  cast: Cast
  root: string
  pictures: Buffer[]
  /** Two that may be written, and one that may not. */
  folders: SourceFolder[]
  /** Whether each item ought to be in the trash. */
  hidden: Map<number, boolean>
  changes: Change[]
}

export async function createWorld(
  root: string,
  pictures: Buffer[],
  chance: World['chance']
): Promise<World> {
  await emptyTables()
  await emptyDataFolders()
  await rm(root, { recursive: true })
  const cast = await createCast()
  const folders: SourceFolder[] = []
  for (const name of ['pictures', 'later', 'kept']) {
    await mkdir(join(root, name), { recursive: true })
    folders.push(await sourceFolder(join(root, name), cast.owner, name !== 'kept'))
  }
  const assets: Asset[] = []
  for (const folder of folders) {
    for (const name of ['a.png', 'b.png', 'c.png']) {
      const file = { owner: cast.owner, folder, path: name, file: { fileName: name } }
      assets.push(await assetWithFile(chance.pick(pictures), file))
      await age(join(folder.path, name))
      await noteFile(assets.at(-1)!, folder)
    }
  }
  for (let count = 0; count < 3; count++) {
    assets.push(await assetWithFile(chance.pick(pictures), { owner: cast.owner }))
  }
  await makeAlike(assets)
  const hidden = new Map(assets.map(({ id }) => [id, false]))
  return { chance, cast, root, pictures, folders, hidden, changes: [] }
}

let written = 0

/** Long finished, and at a time of its own. */
export async function age(path: string) {
  const time = new Date(Date.UTC(2024, 0, 1) + ++written * 10_000)
  await utimes(path, time, time)
}

/** What the worker does hourly. */
export async function settle() {
  await recoverDuplicateWork({ minutes: -1 })
  await finishMoves()
}

/** What no step may change but the one that is meant to. */
export async function stateOf({ root, folders }: World) {
  const rows = await db.from('assets').orderBy('id')
  return {
    whole: await wholeItems(folders),
    bytes: await contents(root),
    kept: await listing(folders.at(-1)!),
    hidden: rows.map((row): [number, boolean] => [row.id, !!row.deleted_at]),
  }
}

/** With all folders back: steps still open, names that nobody will take away, files that no row speaks of. */
export async function leftOver({ root }: World) {
  const own = await Asset.query().whereNull('source_folder_id').whereNull('trash_path')
  const spoken = own.map(({ path }) => originalsPath(path))
  const files = await filesBelow(originalsPath())
  const names = [...(await filesBelow(root)), ...(await filesBelow(trashPath()))]
  return [
    ...(await db.from('duplicate_file_operations').whereNull('done_at')),
    ...(await db.from('trash_moves').whereNull('failure')),
    ...(await db.from('trash_leftovers')),
    ...(await db.from('file_operations')),
    ...(await db.from('duplicate_log_lines')),
    ...names.filter((name) => name.includes('/.atelier-')),
    ...files.filter((path) => !spoken.includes(path)),
    ...((await manifestErrors()) ? ['the manifest'] : []),
  ]
}
