import { type SchemaRules } from '@adonisjs/lucid/types/schema_generator'

const json = { tsType: 'Record<string, any>', decorators: [{ name: '@column' }] }

/** JSON whose shape the model says. */
const typed = { tsType: 'any', decorators: [{ name: '@column' }] }

/**
 * Sizes, positions and times in milliseconds stay below 2^53, so they are plain
 * numbers. Lucid would look for sha256 in a column named sha_256.
 */
const sha256 = (columnName: string) => ({
  tsType: 'string',
  decorators: [{ name: '@column', args: { columnName } }],
})

export default {
  types: {
    bigint: { tsType: 'number', decorators: [{ name: '@column' }] },
  },
  columns: {
    sha256: sha256('sha256'),
    left_sha256: sha256('left_sha256'),
    right_sha256: sha256('right_sha256'),
    members_sha256: sha256('members_sha256'),
    thumbnail_sha256: sha256('thumbnail_sha256'),
    pixel_sha256: sha256('pixel_sha256'),
  },
  tables: {
    job_runs: { columns: { payload: json } },
    job_run_items: { columns: { payload: json } },
    projects: { columns: { defaults: typed } },
    provider_models: {
      columns: {
        schema: typed,
        parameters: typed,
        workflow: typed,
        bindings: typed,
        parameter_changes: typed,
      },
    },
    template_versions: { columns: { parameters: typed, inputs: typed } },
    orders: { columns: { parameters: typed, variables: typed, model_reference: typed } },
    order_items: { columns: { choices: typed, parameters: typed, error: typed } },
    order_attempts: { columns: { request: typed, remote: typed, error: typed } },
    order_outputs: { columns: { source: typed, error: typed } },
    audit_events: { columns: { details: json } },
  },
} satisfies SchemaRules
