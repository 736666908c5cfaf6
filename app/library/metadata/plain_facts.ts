import {
  integer,
  isObject,
  modelName,
  number,
  own,
  seed,
  size,
  text,
  wallClock,
  type JsonObject,
} from '#library/metadata/values'
import { compact, type Facts, type Lora } from '#library/metadata/facts'

/** Field → the names programs give it, in lower case without spaces, underscores and dashes. */
const names = {
  prompt: ['prompt', 'prompttext', 'positiveprompt', 'positive', 'originalprompt', 'textprompt'],
  negativePrompt: ['negativeprompt', 'negative', 'uc', 'negativeprompttext', 'neg', 'negprompt'],
  model: [
    'model',
    'modelname',
    'aimodel',
    'basemodel',
    'basemodelname',
    'checkpoint',
    'checkpointname',
    'ckptname',
    'ckpt',
    'sdmodel',
    'sdmodelcheckpoint',
    'usestablediffusionmodel',
    'stablediffusionmodel',
    'modelfilename',
    'engine',
    'modelid',
  ],
  modelHash: ['modelhash', 'basemodelhash', 'sdmodelhash', 'checkpointhash'],
  seed: ['seed', 'noiseseed'],
  sampler: ['sampler', 'samplername', 'ksamplername', 'samplermethod', 'samplingmethod'],
  scheduler: ['scheduler', 'schedule', 'schedulername', 'scheduletype', 'noiseschedule'],
  steps: ['steps', 'numinferencesteps', 'inferencesteps', 'samplingsteps', 'step'],
  cfgScale: ['cfgscale', 'cfg', 'guidancescale', 'guidance', 'scale', 'cfgguidance'],
  denoise: ['denoise', 'denoisingstrength', 'denoisestrength', 'strength', 'promptstrength'],
  clipSkip: ['clipskip', 'clipskiplayers'],
  vae: ['vae', 'vaename', 'usevaemodel', 'vaemodel', 'sdvae'],
  width: ['width', 'w', 'imagewidth'],
  height: ['height', 'h', 'imageheight'],
  size: ['size', 'resolution', 'dimensions'],
  loras: ['loras', 'lora', 'uselora', 'loramodels'],
  tags: ['tags', 'keywords', 'labels'],
  rating: ['rating', 'stars', 'score'],
  notes: ['notes', 'note', 'comment', 'comments', 'remarks'],
  title: ['title'],
  template: ['template', 'prompttemplate', 'wildcardprompt'],
  capturedAt: [
    'capturedat',
    'takenat',
    'datetaken',
    'createdat',
    'creationdate',
    'createddate',
    'created',
    'date',
    'timestamp',
    'generatedat',
    'datetime',
  ],
  generator: ['generator', 'software', 'provider', 'source', 'tool', 'app'],
} as const

export const plainKey = (key: string) => key.toLowerCase().replace(/[\s_-]/g, '')

/** A flat JSON object of settings, whatever program named them. Unknown names stay in `extra`. */
export function plainFacts(source: JsonObject): Facts {
  const values = new Map<string, unknown>()
  for (const [key, value] of Object.entries(source)) {
    const name = plainKey(key)
    if (value !== null && value !== '' && !values.has(name)) values.set(name, value)
  }
  const used = new Set<string>()
  const get = (field: keyof typeof names) => {
    const name = names[field].find((candidate) => values.has(candidate))
    if (name) used.add(name)
    return name && values.get(name)
  }
  const model = get('model')
  const sized = size(get('size'))
  const facts = compact({
    prompt: text(get('prompt')),
    negativePrompt: text(get('negativePrompt')),
    model: modelOf(model),
    modelHash: text(get('modelHash')) ?? text(own(model, 'hash') ?? own(model, 'sha256')),
    seed: seed(get('seed')),
    sampler: text(get('sampler')),
    scheduler: text(get('scheduler')),
    steps: integer(get('steps')),
    cfgScale: number(get('cfgScale')),
    denoise: number(get('denoise')),
    clipSkip: integer(get('clipSkip')),
    vae: modelName(get('vae')),
    loras: loras(get('loras')),
    tags: list(get('tags')),
    rating: rating(get('rating')),
    notes: text(get('notes')),
    title: text(get('title')),
    template: text(get('template')),
    capturedAt: moment(get('capturedAt')),
    generator: slug(get('generator')),
    generatedWidth: integer(get('width')) ?? sized.generatedWidth,
    generatedHeight: integer(get('height')) ?? sized.generatedHeight,
  })
  const extra = Object.entries(source).filter(
    ([key, value]) => value !== null && key !== '__proto__' && !used.has(plainKey(key))
  )
  return extra.length ? { ...facts, extra: Object.fromEntries(extra) } : facts
}

function modelOf(value: unknown): string | undefined {
  if (!isObject(value)) return modelName(value)
  return modelName(
    own(value, 'modelFileName') ??
      own(value, 'name') ??
      own(value, 'model_name') ??
      own(value, 'modelName')
  )
}

/** A list of names, pairs, triples or objects; or `name : 0.5` text, one a line. */
export function loras(value: unknown): Lora[] {
  const items =
    typeof value === 'string' ? value.split(/[\n,]+/) : Array.isArray(value) ? value : []
  return items.slice(0, 200).flatMap((item) => lora(item) ?? [])
}

function lora(item: unknown): Lora | undefined {
  const [first, weight, hash] = Array.isArray(item)
    ? item
    : typeof item === 'string'
      ? splitLora(item)
      : fields(item)
  const name = modelOf(first)
  return name
    ? (compact({ name, weight: number(weight), hash: text(hash) } as Facts) as Lora)
    : undefined
}

function splitLora(item: string): unknown[] {
  const match = /^\W*(.+?)\s*[:=]\s*(-?\d*\.?\d+)\s*$/.exec(item.slice(0, 500))
  return match ? [match[1], match[2]] : [item.slice(0, 500).trim()]
}

function fields(item: unknown): unknown[] {
  const first = (...keys: string[]) =>
    keys.map((key) => own(item, key)).find((value) => value !== undefined)
  const nested = own(item, 'lora')
  return [
    first('name', 'model', 'lora_name', 'file', 'modelName', 'modelFileName') ?? nested,
    first('weight', 'strength', 'model_weight', 'strength_model'),
    first('hash', 'sha256'),
  ]
}

/** A list, or text with commas; each once, none longer than 100 characters. */
export function list(value: unknown): string[] {
  const items = Array.isArray(value)
    ? value
    : typeof value === 'string'
      ? value.split(/[,;\n]/)
      : []
  const cleaned = items.map((item) =>
    text(isObject(item) ? own(item, 'name') : item)?.slice(0, 100)
  )
  return [...new Set(cleaned.filter((item) => item !== undefined))].slice(0, 500)
}

/** 1–5; everything else, 0 for "none" among it, says nothing. */
export function rating(value: unknown): number | undefined {
  const found = number(value)
  return found !== undefined && found >= 1 && found <= 5 ? Math.round(found) : undefined
}

function moment(value: unknown): string | undefined {
  const seconds = number(value)
  if (seconds === undefined) return wallClock(value)
  const milliseconds = seconds > 1e11 ? seconds : seconds * 1000
  if (milliseconds < 3e11 || milliseconds > 4.2e12) return undefined
  return new Date(milliseconds).toISOString().slice(0, 19).replace('T', ' ')
}

function slug(value: unknown): string | undefined {
  const name = text(value)
  return name && /^[\w .+-]{2,40}$/.test(name) ? name.toLowerCase().replace(/\s+/g, '-') : undefined
}
