import type { Recipe } from '#studio/expanding'
import { adapters } from '#studio/providers/registry'

export const modeOptions: { value: Recipe['mode']; label: string }[] = [
  { value: 'combinatorial', label: 'All combinations' },
  { value: 'random', label: 'Some at random' },
  { value: 'zip', label: 'One of each list, in step' },
]

export const seedPolicyOptions: { value: Recipe['seedPolicy']; label: string }[] = [
  { value: 'random', label: 'Another for each picture' },
  { value: 'increment', label: 'Counting up' },
  { value: 'same', label: 'One, drawn for all' },
  { value: 'fixed', label: 'The one given, for all' },
]

export const optionLabel = (options: { value: string; label: string }[], value: string) =>
  options.find((option) => option.value === value)?.label ?? value

/** The providers a template may be meant for, and the one it names though it is not here. */
export function providerOptions(named: string | null) {
  const known = adapters.map(({ key, name }) => ({ value: key, label: name }))
  const other = named && !known.some(({ value }) => value === named)
  return [{ value: '', label: 'Any' }, ...known, ...(other ? [{ value: named, label: named }] : [])]
}

/** How the prompt reads an input. */
export const inputSign = (name: string) => `\${${name}}`

/** A field as an expansion names it, for people. */
export function fieldName(field: string) {
  if (field === 'prompt') return 'Prompt'
  if (field === 'negativePrompt') return 'Negative prompt'
  const name = field.slice(field.indexOf('.') + 1)
  return field.startsWith('variables.') ? `Input ${name}` : `Parameter ${name}`
}

/** How many pictures a recipe makes of what it chooses. */
export function countText({ mode, count }: Pick<Recipe, 'mode' | 'count'>) {
  if (mode === 'random') return count === 1 ? 'one result' : `${count} results`
  return count === 1 ? 'one picture each' : `${count} pictures each`
}
