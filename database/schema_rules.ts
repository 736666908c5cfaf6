import { type SchemaRules } from '@adonisjs/lucid/types/schema_generator'

const json = { tsType: 'Record<string, any>', decorators: [{ name: '@column' }] }

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
  tables: {
    job_runs: { columns: { payload: json } },
    job_run_items: { columns: { payload: json } },
  },
} satisfies SchemaRules
