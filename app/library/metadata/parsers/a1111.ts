import { splitInfotext, type Infotext } from '#library/metadata/parsers/infotext'
import { integer, modelName, number, seed, size, text } from '#library/metadata/values'
import { compact, type Facts, type Lora } from '#library/metadata/facts'
import type { Found } from '#library/metadata/found'
import type { Parser } from '#library/metadata/parsers/parser'

/** Stable Diffusion web UI and everything that writes its text: Forge, reForge, SD.Next, sd.cpp, koboldcpp, mflux … */
export const a1111: Parser = {
  name: 'a1111',
  read(found) {
    for (const { keyword, text: written, where } of found.notes) {
      if (!carriers.has(keyword) || /^\s*[{[]/.test(written)) continue
      const info = splitInfotext(written)
      if (info) return { ...infotextFacts(info, found), where }
    }
    return null
  },
}

const carriers = new Set([
  'parameters',
  'postprocessing',
  'extras',
  'usercomment',
  'imagedescription',
  'comment',
  'description',
  'xpcomment',
  'alpha',
  'rgb',
  '.txt',
  'generation parameters',
  'sd-parameters',
])

/** What the settings of an infotext mean. Shared with the formats that embed one. */
export function infotextFacts(info: Infotext, found?: Found): Facts {
  const { settings } = info
  const get = (...keys: string[]) =>
    keys.map((key) => settings.get(key)).find((value) => value?.trim())
  return compact({
    ...generatorOf(info, found),
    prompt: info.prompt,
    negativePrompt: info.negativePrompt,
    template: text(info.template),
    negativeTemplate: text(info.negativeTemplate),
    model: modelName(get('model', 'model name', 'unet', 'base model')),
    modelHash: text(get('model hash', 'base model hash')),
    vae: modelName(get('vae')) ?? moduleVae(settings),
    loras: lorasOf(info),
    seed: seed(get('seed')),
    sampler: text(get('sampler')),
    scheduler: text(get('schedule type', 'scheduler', 'noise schedule')),
    steps: integer(get('steps')),
    cfgScale: number(get('cfg scale', 'cfg', 'guidance')),
    distilledCfg: number(get('distilled cfg scale')),
    denoise: number(get('denoising strength', 'denoise')),
    clipSkip: integer(get('clip skip')),
    ...size(get('size', 'resolution')),
    hires: hiresOf(settings),
    capturedAt: undefined,
    ai: true,
    extra: Object.fromEntries(settings),
  })
}

function moduleVae(settings: Map<string, string>) {
  for (let index = 1; index <= 4; index++) {
    const module = settings.get(`module ${index}`)
    if (module && /(^|[_-])(vae|ae)\b|vae/i.test(module)) return modelName(module)
  }
  return undefined
}

function hiresOf(settings: Map<string, string>) {
  const hires = compact({
    scale: number(settings.get('hires upscale')),
    upscaler: text(settings.get('hires upscaler')),
    steps: integer(settings.get('hires steps')),
    denoise: settings.has('hires upscale') ? number(settings.get('denoising strength')) : undefined,
  } as Facts)
  return Object.keys(hires).length ? (hires as Facts['hires']) : undefined
}

/** `<lora:name:0.8>` in the prompt, with hashes from `Lora hashes: "name: abc, …"`. */
function lorasOf({ prompt = '', settings }: Infotext): Lora[] {
  const hashes = new Map<string, string>()
  for (const pair of (settings.get('lora hashes') ?? '').split(',')) {
    const at = pair.lastIndexOf(':')
    if (at > 0) hashes.set(pair.slice(0, at).trim(), pair.slice(at + 1).trim())
  }
  const loras = lorasInText(prompt)
  for (const lora of loras) lora.hash ??= hashes.get(lora.name)
  for (const [name, hash] of hashes) {
    if (!loras.some((lora) => lora.name === name)) loras.push({ name, hash })
  }
  return loras
}

export function lorasInText(prompt: string): Lora[] {
  const loras = new Map<string, Lora>()
  for (const [, path, weight] of prompt.matchAll(
    /<(?:lora|lyco|lycoris):([^:<>]{1,200})(?::([\d.+-]{1,12})[^<>]{0,60})?>/gi
  )) {
    const name = modelName(path)
    if (name && !loras.has(name)) loras.set(name, { name, weight: number(weight) ?? 1 })
  }
  return [...loras.values()]
}

/** Which of the programs that share the text wrote it: `Version:` and `App:` of the settings, or the EXIF software. */
function generatorOf(
  { settings }: Infotext,
  found?: Found
): Pick<Facts, 'generator' | 'generatorVersion'> {
  const version = settings.get('version') ?? ''
  const app = `${settings.get('app') ?? ''} ${settings.get('backend') ?? ''} ${found?.exif.software ?? ''} ${found?.text('software') ?? ''}`
  const [, generator = 'a1111'] =
    programs.find(([pattern, , inApp]) => pattern.test(inApp ? app : version)) ?? []
  return { generator, generatorVersion: text(version) }
}

const programs: [pattern: RegExp, generator: string, inApp?: boolean][] = [
  [/sd\.?next/i, 'sd-next', true],
  [/stable-diffusion\.cpp/i, 'sd.cpp'],
  [/kobold/i, 'koboldcpp'],
  [/kobold/i, 'koboldcpp', true],
  [/mflux/i, 'mflux'],
  [/mflux/i, 'mflux', true],
  [/^classic/i, 'forge-classic'],
  [/^neo/i, 'forge-neo'],
  [/reforge|^f1\.\d+(\.\d+)?v\d|^f\d.*-v\d+\.\d+.*reforge/i, 'reforge'],
  [/^f\d/i, 'forge'],
  [/comfy/i, 'comfyui'],
  [/^fooocus/i, 'fooocus'],
  [/draw ?things/i, 'draw-things'],
]
