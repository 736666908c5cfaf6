import {
  integer,
  isObject,
  number,
  own,
  seed,
  text,
  without,
  type JsonObject,
} from '#library/metadata/values'
import type { Facts } from '#library/metadata/facts'
import type { Found } from '#library/metadata/found'
import type { Parser } from '#library/metadata/parsers/parser'

/**
 * NovelAI: one PNG text per field, the settings as JSON under `Comment`; the
 * same object in a WebP's UserComment or hidden in the pixels.
 */
export const novelai: Parser = {
  name: 'novelai',
  read(found) {
    const outer = chunksOf(found) ?? wrapped(found)
    if (!outer) return null
    const comment = settings(found, outer.Comment)
    const { model, modelHash } = modelOf(text(outer.Source))
    return {
      ...settingsFacts(comment),
      prompt: positive(comment) ?? text(outer.Description),
      generator: 'novelai',
      model,
      modelHash,
      title: text(outer.Title),
      ai: true,
      where: String(outer.where),
    }
  },
}

function chunksOf(found: Found): JsonObject | undefined {
  const names = `${found.text('software')} ${found.text('title')}`
  if (!/novelai/i.test(names) && !isComment(found.object('comment'))) return undefined
  return {
    Description: found.text('description'),
    Source: found.text('source'),
    Title: found.text('title'),
    Comment: found.text('comment'),
    where: found.where('comment', 'description'),
  }
}

/** What is left when a tool kept only the comment. */
const isComment = (value: JsonObject | undefined) =>
  value !== undefined && 'uc' in value && 'scale' in value && 'sampler' in value

function wrapped(found: Found): JsonObject | undefined {
  for (const { value, where } of found.objects()) {
    if (!('Comment' in value)) continue
    const software = `${text(value.Software)} ${text(value.Source)} ${found.exif.software}`
    if (/novelai/i.test(software)) return { Source: found.exif.software, ...value, where }
  }
  return undefined
}

function settings(found: Found, comment: unknown): JsonObject {
  const value = typeof comment === 'string' ? found.json(comment) : comment
  return isObject(value) ? value : {}
}

const caption = (prompt: unknown) => own(prompt, 'caption')

function positive(comment: JsonObject): string | undefined {
  return text(own(caption(comment.v4_prompt), 'base_caption')) ?? text(comment.prompt)
}

function settingsFacts(comment: JsonObject): Facts {
  const characters = own(caption(comment.v4_prompt), 'char_captions')
  return {
    negativePrompt:
      text(own(caption(comment.v4_negative_prompt), 'base_caption')) ?? text(comment.uc),
    characterPrompts: (Array.isArray(characters) ? characters : []).flatMap(
      (one) => text(own(one, 'char_caption')) ?? []
    ),
    seed: seed(comment.seed),
    steps: integer(comment.steps),
    cfgScale: number(comment.scale),
    sampler: text(comment.sampler),
    scheduler: text(comment.noise_schedule),
    denoise: number(comment.strength),
    mode: text(comment.request_type),
    generatedWidth: integer(comment.width),
    generatedHeight: integer(comment.height),
    extra: without(comment, 'prompt', 'uc', 'v4_prompt', 'v4_negative_prompt', 'signed_hash'),
  }
}

/** `NovelAI Diffusion V4.5 4BDE2A90`: the name, then the hash. */
function modelOf(source: string | undefined): { model?: string; modelHash?: string } {
  const match = /^(.*?)\s+([0-9A-F]{8})$/i.exec(source ?? '')
  return match ? { model: match[1], modelHash: match[2] } : { model: source }
}
