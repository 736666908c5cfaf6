import {
  integer,
  isObject,
  modelName,
  number,
  own,
  seed,
  text,
  wallClock,
  type JsonObject,
} from '#library/metadata/values'
import { list } from '#library/metadata/plain_facts'
import type { Facts, Lora } from '#library/metadata/facts'
import type { Parser } from '#library/metadata/parsers/parser'

/** SwarmUI: `sui_image_params`, wherever the JSON lies. Values may be text, lists may be text with commas. */
export const swarmui: Parser = {
  name: 'swarmui',
  read(found) {
    for (const { value, where } of found.objects()) {
      const params = value.sui_image_params
      if (!isObject(params)) continue
      return {
        ...swarmFacts(params, value),
        generator: 'swarmui',
        ai: true,
        hasWorkflow: found.text('workflow') !== undefined,
        where,
      }
    }
    return null
  },
}

function swarmFacts(params: JsonObject, whole: JsonObject): Facts {
  const { prompt, negativeprompt, ...extra } = params
  const more = whole.sui_extra_data
  return {
    prompt: text(prompt),
    negativePrompt: text(negativeprompt),
    template: text(own(more, 'original_prompt') ?? params.original_prompt),
    model: modelName(params.model),
    modelHash: modelHash(whole.sui_models),
    vae: modelName(params.vae),
    seed: seed(params.seed),
    sampler: text(params.sampler ?? params.comfyuisampler),
    scheduler: text(params.scheduler ?? params.comfyuischeduler),
    steps: integer(params.steps),
    cfgScale: number(params.cfgscale),
    distilledCfg: number(params.fluxguidancescale),
    denoise: number(params.initimagecreativity),
    clipSkip: clipSkip(params.clipstopatlayer),
    loras: lorasOf(params),
    generatedWidth: integer(params.width),
    generatedHeight: integer(params.height),
    hires: hiresOf(params),
    generatorVersion: text(params.swarm_version),
    capturedAt: wallClock(own(more, 'date') ?? params.date),
    extra: { ...extra, ...(isObject(more) ? more : {}) },
  }
}

function clipSkip(layer: unknown) {
  const found = integer(layer)
  return found ? Math.abs(found) : undefined
}

function modelHash(models: unknown): string | undefined {
  const main = (Array.isArray(models) ? models : []).find(
    (model) => own(model, 'param') === 'model'
  )
  return text(own(main, 'hash'))
}

function lorasOf(params: JsonObject): Lora[] {
  const weights = list(params.loraweights)
  const all = Array.isArray(params.loraweights)
    ? params.loraweights.map(String)
    : typeof params.loraweights === 'string'
      ? params.loraweights.split(',')
      : weights
  return list(params.loras).flatMap((name, index) => {
    const known = modelName(name)
    return known ? [{ name: known, weight: number(all[index]?.trim()) }] : []
  })
}

function hiresOf(params: JsonObject): Facts['hires'] {
  const scale = number(params.refinerupscale)
  if (!scale) return undefined
  return {
    scale,
    upscaler: text(params.refinerupscalemethod),
    denoise: number(params.refinercontrolpercentage),
    steps: integer(params.refinersteps),
  }
}
