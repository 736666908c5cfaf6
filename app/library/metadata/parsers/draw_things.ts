import {
  integer,
  modelName,
  number,
  own,
  seed,
  size,
  text,
  wallClock,
  without,
} from '#library/metadata/values'
import { loras } from '#library/metadata/plain_facts'
import { infotextFacts } from '#library/metadata/parsers/a1111'
import { splitInfotext } from '#library/metadata/parsers/infotext'
import type { Found } from '#library/metadata/found'
import type { Parser } from '#library/metadata/parsers/parser'

/** Draw Things: JSON with short names in the comment (EXIF, XMP or PNG), an infotext of its own as description. */
export const drawThings: Parser = {
  name: 'draw-things',
  read(found) {
    for (const { value, where } of found.objects()) {
      if (!('c' in value) || !('uc' in value || 'v2' in value)) continue
      const { c, uc, v2 } = value
      return {
        generator: 'draw-things',
        prompt: text(c),
        negativePrompt: text(uc),
        model: modelName(value.model ?? own(v2, 'model')),
        sampler: text(value.sampler),
        steps: integer(value.steps),
        cfgScale: number(value.scale ?? own(v2, 'guidanceScale')),
        seed: seed(value.seed),
        denoise: number(value.strength),
        clipSkip: integer(value.clip_skip),
        loras: loras(value.lora ?? own(v2, 'loras')),
        ...size(value.size),
        capturedAt: wallClock(found.xmp.get('xmp:CreateDate')?.[0]),
        ai: true,
        extra: without(value, 'c', 'uc', 'v2', 'profile'),
        where,
      }
    }
    return isDrawThings(found) ? fromDescription(found) : null
  },
}

function isDrawThings(found: Found): boolean {
  return [found.xmp.get('xmp:CreatorTool')?.[0], found.text('software'), found.exif.software].some(
    (tool) => /^draw things/i.test(tool ?? '')
  )
}

function fromDescription(found: Found) {
  const info = splitInfotext(found.text('imagedescription', 'description') ?? '')
  if (!info) return null
  const facts = infotextFacts(info)
  const cfgScale = number(info.settings.get('guidance scale'))
  return {
    ...facts,
    generator: 'draw-things',
    cfgScale,
    where: found.where('imagedescription', 'description'),
  }
}
