import edge from 'edge.js'

const { html } = edge.globals

/** Attributes as `html.attrs` writes them, safely: Edge 6.5.1 writes values as they are, with the quotes that end them. */
export function attributes(values: Record<string, unknown>) {
  const escaped = Object.entries(values).map(([name, value]) => [name, escapedValue(value)])
  return html.attrs(Object.fromEntries(escaped))
}

function escapedValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(escapedValue)
  return typeof value === 'string' ? html.escape(value) : value
}
