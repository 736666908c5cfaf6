import type { ParameterSpec } from '#studio/providers/shapes'

/** What a person who knew the former form should know of the new one: a sentence for each difference. */
export function formChanges(before: ParameterSpec[], after: ParameterSpec[]): string[] {
  const former = new Map(before.map((spec) => [spec.name, spec]))
  const names = new Set(after.map(({ name }) => name))
  return [
    ...before.filter(({ name }) => !names.has(name)).map(({ label }) => `“${label}” is gone.`),
    ...after.flatMap((spec) => {
      const known = former.get(spec.name)
      if (!known) return [`“${spec.label}” is new${spec.required ? ', and needed' : ''}.`]
      return differences(known, spec).map((text) => `“${spec.label}” ${text}.`)
    }),
  ]
}

function differences(before: ParameterSpec, after: ParameterSpec) {
  const texts: string[] = []
  if (before.type !== after.type) texts.push(`was ${before.type} and is ${after.type} now`)
  if (!before.required && after.required) texts.push('is needed now')
  for (const bound of ['minimum', 'maximum'] as const) {
    if (before[bound] !== after[bound])
      texts.push(
        after[bound] === undefined
          ? `has no ${bound} any more`
          : `has the ${bound} ${after[bound]} now`
      )
  }
  const kept = new Set(after.options?.map(({ value }) => value))
  const lost = (before.options ?? []).filter(({ value }) => !kept.has(value))
  if (after.options && lost.length) {
    texts.push(`no longer offers ${lost.map(({ label }) => label).join(', ')}`)
  }
  if (JSON.stringify(before.default) !== JSON.stringify(after.default)) {
    texts.push(
      `has another default: ${after.default === undefined ? 'none' : JSON.stringify(after.default)}`
    )
  }
  return texts
}
