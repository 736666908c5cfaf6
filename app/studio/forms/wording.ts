import type { ErrorObject } from 'ajv'
import type { ParameterSpec } from '#studio/providers/shapes'

const fewEnough = 8

/** What is wrong with a value, in the words of the person who typed it. */
export function objectionText({ keyword, params, message }: ErrorObject, spec?: ParameterSpec) {
  switch (keyword) {
    case 'required':
      return 'Fill this in.'
    case 'minimum':
    case 'maximum':
    case 'exclusiveMinimum':
    case 'exclusiveMaximum':
      return boundsText(spec, params)
    case 'multipleOf':
      return `This has to be a multiple of ${params.multipleOf}.`
    case 'enum':
      return choicesText(params.allowedValues)
    case 'type':
      return `This has to be ${typeText(params.type)}.`
    case 'minLength':
      return `Write at least ${counted(params.limit, 'character')}.`
    case 'maxLength':
      return `Write at most ${counted(params.limit, 'character')}.`
    case 'minItems':
      return `Give at least ${params.limit}.`
    case 'maxItems':
      return `Give at most ${params.limit}.`
    case 'pattern':
      return `The model wants this in the form ${params.pattern}.`
    default:
      return `The model does not take this: it ${message ?? 'is not what it asks for'}.`
  }
}

/** “From 1 to 50”: both ends, whichever of them was passed. */
function boundsText(spec: ParameterSpec | undefined, params: ErrorObject['params']) {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum } = spec ?? {}
  if (minimum !== undefined && maximum !== undefined) {
    return `Choose a number from ${minimum} to ${maximum}.`
  }
  const ends = [
    minimum !== undefined && `${minimum} or more`,
    exclusiveMinimum !== undefined && `more than ${exclusiveMinimum}`,
    maximum !== undefined && `${maximum} or less`,
    exclusiveMaximum !== undefined && `less than ${exclusiveMaximum}`,
  ].filter(Boolean)
  return `This has to be ${ends.join(' and ') || `${params.comparison} ${params.limit}`}.`
}

export function choicesText(choices: unknown[]) {
  if (choices.length > fewEnough) return 'Choose one of the values offered.'
  return `Choose one of ${choices.join(', ')}.`
}

function typeText(type: string | string[]) {
  const words: Record<string, string> = {
    integer: 'a whole number',
    number: 'a number',
    boolean: 'yes or no',
    string: 'text',
    array: 'a JSON list',
    object: 'a JSON object',
    null: 'empty',
  }
  return [type]
    .flat()
    .map((name) => words[name] ?? name)
    .join(' or ')
}

function counted(count: number, noun: string) {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}
