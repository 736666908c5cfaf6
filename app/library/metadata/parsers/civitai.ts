import {
  integer,
  modelName,
  number,
  own,
  text,
  wallClock,
  type JsonObject,
} from '#library/metadata/values'
import { plainFacts } from '#library/metadata/plain_facts'
import { fillIn, type Facts, type Lora } from '#library/metadata/facts'
import { infotextFacts } from '#library/metadata/parsers/a1111'
import { splitInfotext } from '#library/metadata/parsers/infotext'
import { findGraph, graphFacts } from '#library/metadata/parsers/comfyui/comfyui'
import type { Found } from '#library/metadata/found'
import type { Parser } from '#library/metadata/parsers/parser'

/** Civitai's own generator: an infotext with `Civitai resources`, or a graph with `extraMetadata`. */
export const civitai: Parser = {
  name: 'civitai',
  read: (found) => fromGraph(found) ?? fromText(found),
}

function fromGraph(found: Found) {
  const value = found.object('extrametadata')
  const graph = findGraph(found)
  if (!value || !graph) return null
  const { source, ...facts } = fillIn(
    { ...plainFacts(value), source: {} },
    graphFacts(graph.graph),
    ''
  )
  return {
    ...(facts as Facts),
    generator: 'civitai',
    ai: true,
    hasWorkflow: true,
    where: graph.where,
  }
}

function fromText(found: Found) {
  for (const { text: written, where } of found.notes) {
    if (!/\bCivitai (resources|metadata):/.test(written)) continue
    const info = splitInfotext(written)
    if (info)
      return {
        ...withResources(infotextFacts(info), found.json(info.settings.get('civitai resources'))),
        ...createdAt(info.settings),
        where,
      }
  }
  return null
}

const createdAt = (settings: Map<string, string>) => ({
  capturedAt: wallClock(settings.get('created date')),
})

/** Resources: `[{type, weight, modelVersionId, modelName, modelVersionName, air}]`. */
function withResources(facts: Facts, value: unknown): Facts {
  const resources: unknown[] = Array.isArray(value) ? value.slice(0, 200) : []
  const checkpoint = resources.find((one) => own(one, 'type') === 'checkpoint')
  const loras = resources
    .filter((one) => /lora|lycoris|dora/i.test(text(own(one, 'type')) ?? ''))
    .flatMap(loraOf)
  return {
    ...facts,
    generator: 'civitai',
    model: facts.model ?? modelName(own(checkpoint, 'modelName')),
    loras: facts.loras?.length ? facts.loras : loras,
    ai: true,
    extra: { ...facts.extra, resources: resources as JsonObject[] },
  }
}

/** Old pictures name only the version; its number is what can be looked up. */
function loraOf(resource: unknown): Lora[] {
  const version = integer(own(resource, 'modelVersionId'))
  const name = modelName(own(resource, 'modelName')) ?? (version ? `civitai:${version}` : undefined)
  return name ? [{ name, weight: number(own(resource, 'weight')) }] : []
}
