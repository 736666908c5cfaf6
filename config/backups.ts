import env from '#start/env'

export default {
  /** One is made every night and so many are kept; 0: none at night, and those made by hand stay. */
  kept: env.get('BACKUPS_KEPT', 7),
}
