import { statfs } from 'node:fs/promises'
import { BaseCheck, DiskSpaceCheck, HealthChecks, Result } from '@adonisjs/core/health'
import { DbCheck } from '@adonisjs/lucid/database'
import db from '@adonisjs/lucid/services/db'
import { listBackups } from '#backup/backups'
import backups from '#config/backups'
import { backupsPath, dataPath, derivativesPath, originalsPath, trashPath } from '#core/paths'
import { missingPrograms } from '#library/decoding/programs'
import { isAlive, lastBeat } from '#queue/workers'
import { DateTime } from 'luxon'

/** The folders that may lie on disks of their own. */
export const folders = {
  Database: dataPath(),
  Originals: originalsPath(),
  Previews: derivativesPath(),
  Trash: trashPath(),
  Backups: backupsPath(),
}

/**
 * Whether this process can answer people: asked by containers every few seconds, and so remembered
 * for some. A full disk of backups or originals keeps nobody from looking at pictures.
 */
export const readiness = () =>
  new HealthChecks().register([database(), disk('Database', folders.Database)])

/** All that an operator wants to know is well. */
export const everything = () =>
  new HealthChecks().register([
    database(),
    ...Object.entries(folders).map(([name, folder]) => disk(name, folder)),
    check('Worker', worker),
    check('Backups', lastBackup),
    check('Programs', programs),
  ])

/** Free and whole bytes of the disk a folder lies on. */
export async function spaceOf(folder: string) {
  const { bavail, blocks, bsize } = await statfs(folder)
  return { free: bavail * bsize, size: blocks * bsize }
}

const database = () => new DbCheck(db.connection()).as('Database').cacheFor('5 seconds')

const disk = (name: string, folder: string) =>
  new FolderCheck()
    .compute(() => spaceOf(folder))
    .warnWhenExceeds(90)
    .failWhenExceeds(98)
    .as(`Disk: ${name}`)
    .cacheFor('5 seconds')

/** A disk that is not there is what this is asked for. */
class FolderCheck extends DiskSpaceCheck {
  run() {
    return super.run().catch(unreachable)
  }
}

const unreachable = (error: Error) => Result.failed(`Cannot be reached: ${error.message}`, error)

/** A check that is no more than a question. */
function check(name: string, ask: () => Promise<Result>) {
  return new (class extends BaseCheck {
    name = name
    run = () => ask().catch(unreachable)
  })()
}

async function worker() {
  const beat = await lastBeat()
  if (isAlive(beat)) return Result.ok(`Last heard of ${beat!.toRelative()}`)
  const last = beat ? `was last heard of ${beat.toRelative()}` : 'was never heard of'
  return Result.failed(`The worker ${last}: job runs wait. Start it, as npm start does.`)
}

async function lastBackup() {
  if (!backups.kept) return Result.ok('None is made at night, as BACKUPS_KEPT says')
  const found = await listBackups()
  const last = found.find(({ reason }) => reason === 'backup')
  if (!last) return Result.warning('There is none yet. Make one under Backups.')
  const { createdAt } = last
  const text = `The last was made and checked ${createdAt.toRelative()}`
  const isOld = createdAt < DateTime.now().minus({ hours: 48 })
  return isOld ? Result.warning(`${text}: the nightly one did not come`) : Result.ok(text)
}

async function programs() {
  const missing = missingPrograms()
  if (!missing.length) return Result.ok('All that read films and rare pictures are there')
  return Result.warning(
    `Not installed: ${missing.join(', ')}. What they read is kept without a preview.`
  )
}
