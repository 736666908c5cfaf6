import { isObject, type JsonObject } from '#library/metadata/values'
import { loras, plainFacts, plainKey } from '#library/metadata/plain_facts'
import type { Lora } from '#library/metadata/facts'
import type { Found } from '#library/metadata/found'
import type { Parser } from '#library/metadata/parsers/parser'

/**
 * Easy Diffusion: one PNG text per field, or one JSON object. Names come as
 * `use_stable_diffusion_model` or as `Stable Diffusion model`.
 */
export const easyDiffusion: Parser = {
  name: 'easy-diffusion',
  read(found) {
    for (const { value, where } of found.objects()) {
      if (isEasy(value)) return { ...easyFacts(value), where }
    }
    const value = textsOf(found)
    if (isEasy(value)) return { ...easyFacts(value), where: found.where('prompt') }
    const lines = linesOf(found.text('.txt') ?? '')
    return isEasy(lines) ? { ...easyFacts(lines), where: found.where('.txt') } : null
  },
}

const isEasy = (value: JsonObject) => {
  const keys = new Set(Object.keys(value).map(plainKey))
  return (
    keys.has('usestablediffusionmodel') || (keys.has('stablediffusionmodel') && keys.has('prompt'))
  )
}

function textsOf(found: Found): JsonObject {
  const png = found.chunks.filter(({ container }) => container === 'png')
  return Object.fromEntries(
    png.slice(0, 100).map(({ keyword }) => [keyword, found.text(keyword.toLowerCase())])
  )
}

/** Its text side file has one `name: value` a line; a prompt may go on over several. */
function linesOf(written: string): JsonObject {
  const values: JsonObject = {}
  let last = ''
  for (const line of written.slice(0, 200_000).split(/\r?\n/)) {
    const [, name, value] = /^([A-Za-z][\w ]{1,40}):\s?(.*)$/.exec(line) ?? []
    if (name && name !== '__proto__') values[(last = name)] = value
    else if (last) values[last] = `${values[last]}\n${line}`
  }
  return values
}

function easyFacts(value: JsonObject) {
  return { ...plainFacts(value), loras: lorasOf(value), generator: 'easy-diffusion', ai: true }
}

/** Models and weights are two lists of the same length, or one of each. */
function lorasOf(value: JsonObject): Lora[] {
  const get = (name: string) => Object.entries(value).find(([key]) => plainKey(key) === name)?.[1]
  const models = listed(get('useloramodel') ?? get('loramodel'))
  const weights = listed(get('loraalpha') ?? get('lorastrength'))
  return loras(models.map((model, index) => [model, weights[index]]))
}

function listed(value: unknown): unknown[] {
  if (Array.isArray(value)) return value
  if (value === undefined || value === null || value === '' || isObject(value)) return []
  return String(value)
    .replace(/^\[|\]$/g, '')
    .split(',')
    .map((part) => part.trim().replace(/^['"]|['"]$/g, ''))
}
