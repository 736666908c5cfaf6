import type { Json, ParameterSpec } from '#studio/providers/shapes'

/** A text is read as a template where it may be varied; one of the values offered is that value, whatever signs it has. */
export function isTemplate({ varyable, options }: ParameterSpec, value?: Json): value is string {
  if (!varyable || typeof value !== 'string') return false
  return !options?.some((option) => option.value === value)
}

/** A template in place of a number or a choice: shown apart from the value. Texts are templates themselves. */
export function isVaried(spec: ParameterSpec, value?: Json): value is string {
  return isTemplate(spec, value) && spec.type !== 'text' && spec.type !== 'longtext'
}
