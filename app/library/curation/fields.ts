import { DateTime } from 'luxon'
import { lorasText, readLoras } from '#library/curation/loras'
import type { Lora } from '#library/metadata/facts'

export type FieldKind = 'text' | 'line' | 'integer' | 'decimal' | 'date' | 'loras'

export interface EditableField {
  label: string
  kind: FieldKind
  /** Longest text, or largest number. */
  max: number
}

/**
 * What a person can say about an asset in their own words: the same names as
 * in the parsed layer and on the model, so that one takes the other's place.
 */
export const editableFields = {
  prompt: { label: 'Prompt', kind: 'text', max: 100_000 },
  negativePrompt: { label: 'Negative prompt', kind: 'text', max: 100_000 },
  notes: { label: 'Notes', kind: 'text', max: 100_000 },
  capturedAt: { label: 'Captured', kind: 'date', max: 19 },
  generator: { label: 'Generator', kind: 'line', max: 40 },
  model: { label: 'Model', kind: 'line', max: 500 },
  modelHash: { label: 'Model hash', kind: 'line', max: 80 },
  vae: { label: 'VAE', kind: 'line', max: 200 },
  loras: { label: 'LoRAs', kind: 'loras', max: 30_000 },
  seed: { label: 'Seed', kind: 'line', max: 40 },
  steps: { label: 'Steps', kind: 'integer', max: 100_000 },
  cfgScale: { label: 'CFG scale', kind: 'decimal', max: 1_000 },
  sampler: { label: 'Sampler', kind: 'line', max: 80 },
  scheduler: { label: 'Scheduler', kind: 'line', max: 80 },
  denoise: { label: 'Denoise', kind: 'decimal', max: 1 },
} as const satisfies Record<string, EditableField>

export type FieldName = keyof typeof editableFields
export type FieldValue = string | number | Lora[] | null

export const isFieldName = (name: string): name is FieldName => Object.hasOwn(editableFields, name)

/** A value that cannot stand in this field; the message is for the person who typed it. */
export class FieldError extends Error {
  constructor(
    public field: FieldName,
    message: string
  ) {
    super(message)
  }
}

/** A value as a form takes it and a person reads it. */
export function fieldText(value: FieldValue | undefined) {
  return Array.isArray(value) ? lorasText(value) : String(value ?? '')
}

/** What a person typed, as it is kept. Nothing typed is null: the field is empty because they say so. */
export function readField(field: FieldName, typed: FieldValue | undefined): FieldValue {
  const { kind, label, max } = editableFields[field]
  const text = fieldText(typed).replace(/\r\n?/g, '\n').trim()
  if (kind === 'date') return readDate(field, text)
  if (kind === 'loras') return readLoraField(field, text)
  if (!text) return null
  if (kind === 'integer' || kind === 'decimal') return readNumber(field, text)
  if (text.length > max) throw new FieldError(field, `${label} can have at most ${max} characters.`)
  return kind === 'line' ? text.replace(/\s+/g, ' ') : text
}

function readLoraField(field: FieldName, text: string) {
  try {
    return readLoras(text)
  } catch (error) {
    throw new FieldError(field, (error as Error).message)
  }
}

function readNumber(field: FieldName, text: string) {
  const { kind, label, max } = editableFields[field]
  const number = Number(text.replace(',', '.'))
  if (!/^[\d.,]+$/.test(text) || !Number.isFinite(number)) {
    throw new FieldError(
      field,
      `${label} is a number, for example ${kind === 'integer' ? 30 : 7.5}.`
    )
  }
  if (kind === 'integer' && !Number.isInteger(number)) {
    throw new FieldError(field, `${label} is a whole number.`)
  }
  if (number > max) throw new FieldError(field, `${label} can be at most ${max}.`)
  return number
}

/** Wall clock: `2026-01-31`, with or without a time, and what a browser's date field sends. */
function readDate(field: FieldName, text: string) {
  const plain = text.replace('T', ' ')
  const formats = ['yyyy-MM-dd HH:mm:ss', 'yyyy-MM-dd HH:mm', 'yyyy-MM-dd']
  const date = formats
    .map((format) => DateTime.fromFormat(plain, format, { zone: 'utc' }))
    .find((one) => one.isValid && one.year >= 1826 && one.year <= 2100)
  if (!date) {
    throw new FieldError(field, 'Write the date like 2026-01-31 or 2026-01-31 18:30:00.')
  }
  return date.toFormat(formats[0])
}
