import { type SchemaRules } from '@adonisjs/lucid/types/schema_generator'

/**
 * Sizes, positions and times in milliseconds stay below 2^53, so they are plain
 * numbers. Lucid would look for sha256 in a column named sha_256.
 */
export default {
  types: {
    bigint: { tsType: 'number', decorators: [{ name: '@column' }] },
  },
  columns: {
    sha256: {
      tsType: 'string',
      decorators: [{ name: '@column', args: { columnName: 'sha256' } }],
    },
  },
} satisfies SchemaRules
