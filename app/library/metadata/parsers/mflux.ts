import { number, text } from '#library/metadata/values'
import { loras, plainFacts } from '#library/metadata/plain_facts'
import type { Parser } from '#library/metadata/parsers/parser'

/** mflux: flat JSON in the EXIF comment, LoRAs as paths and scales. */
export const mflux: Parser = {
  name: 'mflux',
  read(found) {
    for (const { value, where } of found.objects()) {
      if (!('mflux_version' in value)) continue
      const paths = Array.isArray(value.lora_paths) ? value.lora_paths : []
      const scales = Array.isArray(value.lora_scales) ? value.lora_scales : []
      return {
        ...plainFacts(value),
        cfgScale: number(value.guidance),
        loras: loras(paths.map((path, index) => [path, scales[index]])),
        generator: 'mflux',
        generatorVersion: text(value.mflux_version),
        ai: true,
        where,
      }
    }
    return null
  },
}
