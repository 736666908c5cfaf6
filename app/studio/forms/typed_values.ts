import { libraryReference } from '#studio/forms/files'
import { isObject } from '#studio/forms/json_schema'
import { choicesText } from '#studio/forms/wording'
import type { Json, ParameterSpec } from '#studio/providers/shapes'

/** A value, nothing (the model's own default is meant), or why it is none. */
export type Reading = { value?: Json; problem?: string }

/** The value of what was typed into a parameter's field. */
export function readField(spec: ParameterSpec, typed: unknown): Reading {
  if (spec.type === 'size' && isObject(typed as Json)) return readSize(typed as Area)
  const text = String([typed ?? ''].flat().at(-1)).replaceAll('\r\n', '\n')
  if (!text.trim()) return isCleared(spec, typed) ? { value: '' } : {}
  return readText(spec, text)
}

/** The value a text means, by the type of its parameter. */
export function readText(spec: ParameterSpec, text: string): Reading {
  switch (spec.type) {
    case 'integer':
    case 'seed':
      return readInteger(text.trim())
    case 'number':
      return readNumber(text.trim())
    case 'boolean':
      return readBoolean(text.trim())
    case 'enum':
      return readChoice(spec, text)
    case 'size':
      return readPresetOrArea(spec, text.trim())
    case 'file':
      return { value: libraryReference(text.trim()) ?? text.trim() }
    case 'files':
      return { value: linesOf(text).map((line) => libraryReference(line) ?? line) }
    case 'json':
      return readJson(text)
    default:
      return { value: text }
  }
}

/** A text box with a default that was emptied means no text, and not the default. */
function isCleared(spec: ParameterSpec, typed: unknown) {
  return typed !== undefined && typeof spec.default === 'string' && /text$/.test(spec.type)
}

function readInteger(text: string): Reading {
  if (!/^[-+]?\d+$/.test(text)) return { problem: 'Write a whole number, such as 20.' }
  if (!Number.isSafeInteger(Number(text))) return { problem: 'This number has too many digits.' }
  return { value: Number(text) }
}

function readNumber(text: string): Reading {
  const plain = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(text)
  if (!plain || !Number.isFinite(Number(text))) return { problem: 'Write a number, such as 7.5.' }
  return { value: Number(text) }
}

function readBoolean(text: string): Reading {
  if (['1', 'true', 'on', 'yes'].includes(text.toLowerCase())) return { value: true }
  if (['0', 'false', 'off', 'no'].includes(text.toLowerCase())) return { value: false }
  return { problem: 'Write true or false.' }
}

function readChoice({ options = [] }: ParameterSpec, text: string): Reading {
  const named = (wanted: string) => options.find(({ value }) => String(value) === wanted)
  const chosen = named(text) ?? named(text.trim())
  if (chosen) return { value: chosen.value }
  return { problem: choicesText(options.map(({ label }) => label)) }
}

type Area = { preset?: string; width?: string; height?: string }

function readSize({ preset, width, height }: Area): Reading {
  if (preset && preset !== 'custom') return { value: preset }
  if (!preset && !width && !height) return {}
  return readArea(`${width ?? ''}x${height ?? ''}`)
}

function readPresetOrArea(spec: ParameterSpec, text: string): Reading {
  const preset = spec.options?.find(({ value }) => String(value) === text)
  return preset ? { value: preset.value } : readArea(text)
}

function readArea(text: string): Reading {
  const sides = text.match(/^\s*(\d{1,6})\s*[x×]\s*(\d{1,6})\s*$/)
  if (!sides) return { problem: 'Choose a size, or write a width and a height in pixels.' }
  return { value: { width: Number(sides[1]), height: Number(sides[2]) } }
}

function linesOf(text: string) {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
}

export function readJson(text: string): Reading {
  try {
    return { value: JSON.parse(text) }
  } catch (error) {
    return { problem: `This is not JSON: ${(error as Error).message}.` }
  }
}
