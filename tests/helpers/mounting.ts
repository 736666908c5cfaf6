import { existsSync } from 'node:fs'
import { readdir, rename, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { sha256Of } from '#library/importing/placing'
import Asset from '#library/models/asset'
import type SourceFolder from '#library/models/source_folder'
import { locateOriginal } from '#library/originals'

/** Where a folder lies while it is not where its row says, as a disk that was pulled out. */
const away = (path: string) => `${path}.away`

export const isMounted = ({ path }: SourceFolder) => !existsSync(away(path))

export const unmount = ({ path }: SourceFolder) => rename(path, away(path))

/** Back in its place, where nobody may have made a folder meanwhile. */
export async function mount({ path }: SourceFolder) {
  if (existsSync(path)) throw new Error(`Something was written where ${path} was not mounted`)
  await rename(away(path), path)
}

const pathNow = (folder: SourceFolder) => (isMounted(folder) ? folder.path : away(folder.path))

/** Name, file, time of change and contents of all that lies in a folder, mounted or not. */
export async function listing(folder: SourceFolder) {
  const names = await readdir(pathNow(folder))
  return Promise.all(
    names.sort().map(async (name) => {
      const path = join(pathNow(folder), name)
      const { ino, mtimeMs } = await stat(path)
      return { name, ino, mtimeMs, sha256: await sha256Of(path) }
    })
  )
}

/** The items whose file, mounted or not, is there with the bytes they are known by. */
export async function wholeItems(folders: SourceFolder[]) {
  const assets = await Asset.query().orderBy('id')
  const whole = await Promise.all(
    assets.map(async (asset) => {
      const located = await locateOriginal(asset)
      const folder = folders.find(({ path }) => path === located?.root)
      const path = located && (folder ? join(pathNow(folder), asset.path) : located.path)
      return path && (await sha256Of(path).catch(() => null)) === asset.sha256 ? asset.id : null
    })
  )
  return whole.filter((id) => id !== null)
}
