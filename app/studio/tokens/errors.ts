export type TemplateErrorCode =
  | 'E_UNCLOSED'
  | 'E_VARIABLE'
  | 'E_UNDEFINED'
  | 'E_WILDCARD'
  | 'E_CYCLE'
  | 'E_TOO_DEEP'
  | 'E_TOO_LONG'
  | 'E_TOO_MANY'
  | 'E_RANGE'

export const limits = {
  characters: 20_000,
  nesting: 32,
  options: 1_000,
  rangeValues: 1_000,
  /** Taken from one list at once, as in {2$$a|b|c}. */
  picks: 50,
  /** Wildcards that name wildcards. */
  wildcardDepth: 16,
  /** Characters and nodes of one result, at most. */
  result: 50_000,
  /** Nodes looked at while counting. */
  nodes: 500_000,
  items: 5_000,
}

/** A prompt template that cannot be read, with the place in its text, from 1, and later the field it stands in. */
export class TemplateError extends Error {
  field = 'prompt'

  constructor(
    readonly code: TemplateErrorCode,
    readonly column: number,
    message: string
  ) {
    super(message)
  }
}

export function fail(code: TemplateError['code'], column: number, message: string): never {
  throw new TemplateError(code, column, message)
}
