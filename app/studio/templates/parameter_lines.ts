import { errors } from '@vinejs/vine'
import type { Json } from '#studio/providers/shapes'

/**
 * Parameters as a person writes them, one `name = value` a line: numbers, true, false and
 * other JSON as what they are, everything else as text. Throws at the field for a line
 * that has no name.
 */
export function readParameterLines(text: string | null | undefined): Record<string, Json> {
  const lines = (text ?? '').split(/\r?\n/).filter((line) => line.trim())
  return Object.fromEntries(
    lines.map((line, index) => {
      const [, name, value] = /^\s*([^\s=][^=]*?)\s*=\s?(.*)$/.exec(line) ?? []
      if (!name) refuse(`Line ${index + 1}, “${line.slice(0, 60)}”, is no “name = value”.`)
      return [name, valueOf(value.trim())]
    })
  )
}

/** The same lines again. */
export function writeParameterLines(parameters: Record<string, Json>) {
  return Object.entries(parameters)
    .map(([name, value]) => `${name} = ${written(value)}`)
    .join('\n')
}

function written(value: Json) {
  const plain = typeof value === 'string' && value === value.trim() && !value.includes('\n')
  return plain && valueOf(value) === value ? value : JSON.stringify(value)
}

/** JSON as what it is, everything else as text. */
export function valueOf(text: string): Json {
  try {
    return JSON.parse(text) as Json
  } catch {
    return text
  }
}

function refuse(message: string): never {
  throw new errors.E_VALIDATION_ERROR([{ field: 'parameterLines', rule: 'lines', message }])
}
