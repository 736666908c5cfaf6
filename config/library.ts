import app from '@adonisjs/core/services/app'
import env from '#start/env'
import { resolve } from 'node:path'

/** Everything a person owns lies below this folder. */
const dataDir = resolve(app.makePath(), env.get('DATA_DIR', 'data'))

export default {
  dataDir,

  /** Longest edges in pixels of the pictures made from an original. */
  derivativeSizes: [320, 640, 2048],

  /** A folder or an upload counts as finished when nothing changed for this long. */
  quietMilliseconds: 2_000,
}
