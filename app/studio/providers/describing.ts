import { createHash } from 'node:crypto'
import { parametersOf } from '#studio/forms/parameters'
import type { Json, ModelDescription, ModelInfo } from '#studio/providers/shapes'

/** A model with its published input schema, the form made from it, and the mark by which a change is seen. */
export function describe(model: ModelInfo, schema: Json): ModelDescription {
  return {
    model,
    parameters: parametersOf(schema),
    schema,
    schemaHash: createHash('sha256').update(JSON.stringify(schema)).digest('hex'),
  }
}
