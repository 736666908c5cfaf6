import { defineConfig } from '@adonisjs/core/bodyparser'

export default defineConfig({
  allowedMethods: ['POST', 'PUT', 'PATCH', 'DELETE'],
  form: {
    convertEmptyStringsToNull: true,
    trimWhitespaces: true,
    types: ['application/x-www-form-urlencoded'],
  },
  json: {
    convertEmptyStringsToNull: true,
    trimWhitespaces: true,
    types: ['application/json'],
  },
  /** Uploads are read by the route that takes them, straight into staging; these are small and read whole. */
  multipart: {
    autoProcess: ['/duplicates/plans/file', '/templates/file', '/wildcards/files'],
    processManually: [],
    limit: '20mb',
    types: ['multipart/form-data'],
  },
})
