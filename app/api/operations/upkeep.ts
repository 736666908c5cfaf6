import { backupSchema } from '#api/backup_json'
import { healthSchema } from '#api/upkeep/health_json'
import { databaseStateSchema } from '#api/upkeep/database_json'
import { jobSchema } from '#api/job_json'
import { operations } from '#api/operation'
import { list, object } from '#api/schemas'
import { exportValidator, scanValidator } from '#api/validators'

export const upkeepOperations = operations({
  'api.scans.store': {
    summary: 'Look for changes in one source folder, or in all',
    scope: 'admin',
    body: scanValidator,
    status: 202,
    answer: object({ items: list(jobSchema) }),
    heavy: true,
  },
  'api.scans.show': {
    summary: 'How far a scan is',
    scope: 'read',
    answer: jobSchema,
  },
  'api.exports.show': {
    summary: 'Everything a search finds, as JSON lines, JSON or CSV',
    scope: 'read',
    query: exportValidator,
    answer: '*/*',
    heavy: true,
  },
  'api.health.show': {
    summary: 'How the installation is: checks, and the figures behind them',
    scope: 'admin',
    answer: healthSchema,
  },
  'api.database.show': {
    summary: 'What the database is and how much is in it',
    scope: 'admin',
    answer: databaseStateSchema,
  },
  'api.backups.index': {
    summary: 'Copies of the database, newest first',
    scope: 'admin',
    answer: object({ items: list(backupSchema) }),
  },
  'api.backups.store': {
    summary: 'Make a backup: a checked copy of the database and a list of the originals',
    scope: 'admin',
    status: 202,
    answer: jobSchema,
    heavy: true,
  },
})
