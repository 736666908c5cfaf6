import { number, size, text, without, type JsonObject } from '#library/metadata/values'
import { loras, plainFacts } from '#library/metadata/plain_facts'
import { infotextFacts } from '#library/metadata/parsers/a1111'
import { splitInfotext } from '#library/metadata/parsers/infotext'
import type { Lora } from '#library/metadata/facts'
import type { Found } from '#library/metadata/found'
import type { Parser } from '#library/metadata/parsers/parser'

/** Fooocus: JSON or an infotext, as the scheme beside it says. Format: Fooocus `modules/meta_parser.py`. */
export const fooocus: Parser = {
  name: 'fooocus',
  read(found) {
    for (const { value, where } of found.objects()) {
      if (isFooocus(value, found)) return { ...fooocusFacts(value), where }
    }
    if (!schemeOf(found)) return null
    return fromInfotext(found)
  },
}

function schemeOf(found: Found): boolean {
  return (
    /^(fooocus|a1111)$/i.test(found.text('fooocus_scheme')?.trim() ?? '') ||
    /^fooocus/i.test(found.exif.software ?? '')
  )
}

function isFooocus(value: JsonObject, found: Found): boolean {
  const marks =
    'performance' in value || 'adm_guidance' in value || /^fooocus/i.test(text(value.version) ?? '')
  return 'prompt' in value && 'base_model' in value && (marks || schemeOf(found))
}

function fooocusFacts(value: JsonObject) {
  return {
    ...plainFacts(without(value, 'guidance_scale', 'resolution', 'loras')),
    cfgScale: number(value.guidance_scale),
    ...size(value.resolution),
    loras: lorasOf(value),
    generator: 'fooocus',
    generatorVersion: text(value.version),
    ai: true,
  }
}

/** `loras` holds [name, weight, hash]; older versions have `lora_combined_1`: `name : 0.5`. */
function lorasOf(value: JsonObject): Lora[] {
  const listed = loras(value.loras)
  if (listed.length) return listed
  return Object.entries(value).flatMap(([key, one]) =>
    /^lora_combined_\d+$/.test(key) ? loras([one]) : []
  )
}

function fromInfotext(found: Found) {
  const info = splitInfotext(found.text('parameters', 'usercomment') ?? '')
  if (!info) return null
  const raw = text(info.settings.get('raw prompt'))
  const rawNegative = text(info.settings.get('raw negative prompt'))
  const facts = infotextFacts(info)
  return {
    ...facts,
    prompt: raw ?? facts.prompt,
    negativePrompt: rawNegative ?? facts.negativePrompt,
    generator: 'fooocus',
    where: found.where('parameters', 'usercomment'),
  }
}
