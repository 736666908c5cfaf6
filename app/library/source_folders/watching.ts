import { type FSWatcher, watch } from 'chokidar'
import library from '#config/library'
import logger from '@adonisjs/core/services/logger'
import SourceFolder from '#library/models/source_folder'
import { needsScan } from '#library/source_folders/scanning'
import { scanSourceFolder } from '#library/source_folders/source_folders'

interface Watch {
  path: string
  watcher: FSWatcher
  quiet?: NodeJS.Timeout
  /** When the first change came that no scan has looked at yet, milliseconds since 1970. */
  restlessSince?: number
}

const watches = new Map<number, Watch>()

/**
 * Watches every folder that should be, and no other; repeated, it follows what
 * the administrator changed. Two quiet seconds after a change a scan begins, or after half a
 * minute where it is never quiet.
 */
export async function watchSourceFolders() {
  const folders = await SourceFolder.query().where('watched', true).whereNull('removed_at')
  const wanted = new Map(folders.map((folder) => [folder.id, folder.path]))
  for (const [id, { path }] of watches) if (wanted.get(id) !== path) await stopWatching(id)
  for (const [id, path] of wanted) if (!watches.has(id)) startWatching(id, path)
}

export async function stopWatchingAll() {
  for (const id of [...watches.keys()]) await stopWatching(id)
}

/** Looks through every folder, for what was changed while nobody watched; where nothing was, no run begins. */
export async function reconcileSourceFolders() {
  for (const folder of await SourceFolder.query().whereNull('removed_at')) {
    if (await needsScan(folder)) await scanSourceFolder(folder, null)
  }
}

/**
 * Only folders are watched, not their files, of which there may be more than
 * the system has watches for: a folder tells when anything in it changes.
 */
function startWatching(id: number, path: string) {
  const watcher = watch(path, {
    ignored: (_path, found) => found !== undefined && !found.isDirectory(),
    followSymlinks: false,
    ignoreInitial: true,
    ignorePermissionErrors: true,
  })
  watches.set(id, { path, watcher })
  watcher.on('raw', () => changed(id))
  watcher.on('all', () => changed(id))
  watcher.on('error', (error) => logger.warn({ err: error, path }, 'A folder cannot be watched'))
}

async function stopWatching(id: number) {
  const { watcher, quiet } = watches.get(id)!
  watches.delete(id)
  clearTimeout(quiet)
  await watcher.close()
}

function changed(id: number) {
  const watched = watches.get(id)
  if (!watched) return
  clearTimeout(watched.quiet)
  watched.restlessSince ??= Date.now()
  const latest = watched.restlessSince + library.restlessMilliseconds - Date.now()
  const wait = Math.max(0, Math.min(library.quietMilliseconds, latest))
  watched.quiet = setTimeout(() => scan(id), wait).unref()
}

/** One scan at a time: a change that comes during one is looked at when it is through. */
async function scan(id: number) {
  watches.get(id)!.restlessSince = undefined
  try {
    const folder = await SourceFolder.query().where('id', id).whereNull('removed_at').first()
    if (!folder) return
    const run = await scanSourceFolder(folder, null)
    if (run.state === 'running') changed(id)
  } catch (error) {
    logger.error({ err: error, sourceFolder: id }, 'A scan could not be started')
  }
}
