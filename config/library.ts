import app from '@adonisjs/core/services/app'
import env from '#start/env'
import { resolve } from 'node:path'

/** Everything a person owns lies below this folder. */
const dataDir = resolve(app.makePath(), env.get('DATA_DIR', 'data'))

export default {
  dataDir,

  /** What is in the trash lies here, in a folder for each day. */
  trashDir: env.get('TRASH_DIR')
    ? resolve(app.makePath(), env.get('TRASH_DIR')!)
    : resolve(dataDir, 'trash'),

  /** So long is kept what is in the trash; 0: until somebody purges it. */
  trashRetentionDays: env.get('TRASH_RETENTION_DAYS', 30),

  /** Beyond so many bytes the oldest leave the trash; null: it may grow. */
  trashQuota: env.get('TRASH_QUOTA') ?? null,

  /** Longest edges in pixels of the pictures made from an original. */
  derivativeSizes: [320, 640, 2048],

  /** Bytes of the largest file that can be uploaded or unpacked; a request brings at most a hundred times that. */
  largestUpload: 4e9,

  /** How many files one upload may bring; there are archives and source folders for more. */
  mostUploadFiles: 5_000,

  /** Bytes of the disk that are left free, whatever comes in. */
  diskReserve: 2e9,

  /** A folder or an upload counts as finished when nothing changed for this long. */
  quietMilliseconds: 2_000,

  /** A folder that is written to all the time is looked through this long after the first change. */
  restlessMilliseconds: 30_000,
}
