import { integer, modelName, number, seed, size, text } from '#library/metadata/values'
import { list } from '#library/metadata/plain_facts'
import type { Parser } from '#library/metadata/parsers/parser'

/** DreamStudio and Stability's API: one `Name: value` a line, `Prompt:` and `Guidance:` among them. */
export const dreamstudio: Parser = {
  name: 'dreamstudio',
  read(found) {
    const written = found.text('parameters', 'description', 'usercomment', 'imagedescription')
    if (
      !written ||
      !/^\s*Prompt:/m.test(written) ||
      !/^\s*(Guidance|CFG Scale|Guidance Scale):/im.test(written)
    )
      return null
    const lines = new Map<string, string>()
    for (const line of written.split(/\r?\n/).slice(0, 200)) {
      const match = /^\s*([A-Za-z][\w ]{1,30}):\s*(.*)$/.exec(line)
      if (match) lines.set(match[1].trim().toLowerCase(), match[2])
    }
    const get = (...names: string[]) => names.map((name) => lines.get(name)).find(Boolean)
    return {
      generator: 'dreamstudio',
      prompt: text(get('prompt')),
      negativePrompt: text(get('negative prompt')),
      model: modelName(get('model', 'engine')),
      seed: seed(list(get('seed'))[0]),
      sampler: text(get('sampler')),
      steps: integer(get('steps')),
      cfgScale: number(get('guidance', 'guidance scale', 'cfg scale')),
      ...size(get('size', 'dimensions', 'resolution')),
      ai: true,
      where: found.where('parameters', 'description', 'usercomment', 'imagedescription'),
    }
  },
}
