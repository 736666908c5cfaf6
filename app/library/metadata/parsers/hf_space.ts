import { plainFacts } from '#library/metadata/plain_facts'
import type { Parser } from '#library/metadata/parsers/parser'

/** Hugging Face spaces and Diffusers demos: flat JSON with Diffusers' names. */
export const hfSpace: Parser = {
  name: 'hf-space',
  read(found) {
    for (const { value, where } of found.objects()) {
      if (!('prompt' in value)) continue
      if (!('num_inference_steps' in value || ('guidance_scale' in value && 'Model' in value)))
        continue
      return { ...plainFacts(value), generator: 'hf-space', ai: true, where }
    }
    return null
  },
}
