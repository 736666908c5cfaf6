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
  /**
   * Uploads are read by the route that takes them, straight into staging; these are laid down first.
   * The largest is a plan of a hundred thousand groups; the others say themselves how long they may be.
   */
  multipart: {
    autoProcess: ['/duplicates/plans/file', '/templates/file', '/wildcards/files'],
    processManually: [],
    limit: '51mb',
    types: ['multipart/form-data'],
  },
})
