import { printValue } from '#library/search/printer'

/** A search term for exactly this value, quoted where the language would read it as something else. */
export function termFor(field: string, value: string) {
  const quoted = /^(none|any)$|\.\.|[*]|^[<>=!]/i.test(value)
  return `${field}:${printValue({ text: value, quoted })}`
}
