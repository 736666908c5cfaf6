import { type SchemaRules } from '@adonisjs/lucid/types/schema_generator'

/** Sizes, positions and times in milliseconds stay below 2^53, so they are plain numbers. */
export default {
  types: {
    bigint: { tsType: 'number', decorators: [{ name: '@column' }] },
  },
} satisfies SchemaRules
