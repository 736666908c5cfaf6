import { readAir } from '#studio/providers/civitai/air'
import type { Family } from '#studio/providers/civitai/families'
import { comfy, image, picture, sdcpp, sized } from '#studio/providers/civitai/parameters'

/** The checkpoints of Civitai's site: the ecosystem in an AIR says which engine runs it. */

const engines: Record<string, Pick<Family, 'fixed' | 'properties'>> = {
  sd1: {
    fixed: { engine: 'sdcpp', ecosystem: 'sd1' },
    properties: {
      ...sized(64, 2048, 512),
      ...sdcpp({ steps: [1, 150, 20], guidance: [0, 30, 7] }),
      clipSkip: { type: 'integer', minimum: 1, maximum: 12, default: 2 },
    },
  },
  sdxl: {
    fixed: { engine: 'sdcpp', ecosystem: 'sdxl' },
    properties: {
      ...sized(64, 2048),
      ...sdcpp({ steps: [1, 150, 20], guidance: [0, 30, 7] }),
    },
  },
  flux1: {
    fixed: { engine: 'comfy', ecosystem: 'flux1' },
    properties: { ...sized(64, 2048), ...comfy({ steps: [1, 150, 20], guidance: [0, 30, 3.5] }) },
  },
}

/** Undefined of what is no checkpoint, or of an ecosystem that no engine here runs. */
export function checkpointFamily(ref: string): Family | undefined {
  const air = readAir(ref)
  const engine = air?.type === 'checkpoint' ? engines[air.ecosystem] : undefined
  if (!engine) return undefined
  const { negativePrompt, ...withoutNegative } = picture({ prompt: 10_000, quantity: 12 })
  return {
    ref,
    name: ref,
    modality: 'text_to_image',
    step: 'imageGen',
    fixed: { ...engine.fixed, model: ref },
    properties: {
      ...withoutNegative,
      ...(engine.fixed.engine === 'sdcpp' && { negativePrompt }),
      ...engine.properties,
      loras: { type: 'object', additionalProperties: { type: 'number' }, description: lorasHelp },
      image,
      strength: { type: 'number', minimum: 0, maximum: 1, default: 0.7, description: strengthHelp },
    },
    required: ['prompt'],
  }
}

const lorasHelp = 'By AIR, with a weight: {"urn:air:sdxl:lora:civitai:1@2": 0.8}'
const strengthHelp = 'How far the result may go from the picture; without one it says nothing.'
