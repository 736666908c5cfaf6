import type { Context, Field } from '#library/search/fields/field'
import { never } from '#library/search/sql'

/**
 * What the language knows and the library cannot answer yet, because nothing
 * collects the data. Such a term finds nothing and says so.
 */
export const laterFields: Record<string, Field> = {
  provider: later('provider', 'Provider', 'service that made it', 'provider:replicate'),
  person: later('person', 'Person', 'who is in it', 'person:Ada'),
  views: later('views', 'Views', 'how often it was opened', 'views:>10'),
  node: later('node', 'Node', 'node of its workflow', 'node:KSampler'),
  similar: later('similar', 'Similar', 'looks like another item', 'similar:123~8'),
}

function later(name: string, label: string, help: string, example: string): Field {
  return {
    label,
    help: `${help} (not available yet)`,
    example,
    check: () => {},
    build: (_node, context) => tell(`${name}:`, context),
  }
}

function tell(term: string, context: Context) {
  context.hint(`“${term}” is not available yet, so it finds nothing.`)
  return never
}
