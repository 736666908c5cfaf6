import { text } from '#library/metadata/values'
import { plainFacts } from '#library/metadata/plain_facts'
import type { Parser } from '#library/metadata/parsers/parser'

/** The MetaHub save node for ComfyUI: typed settings with tags and notes. */
export const metahub: Parser = {
  name: 'metahub',
  read(found) {
    const value = found.object('imagemetahub_data') ?? found.object('imagedescription')
    if (
      !value ||
      !('prompt' in value) ||
      !(
        found.text('imagemetahub_data') ||
        '_metahub' in value ||
        'imh_pro' in value ||
        '_analytics' in value
      )
    )
      return null
    const facts = plainFacts(value)
    return {
      ...facts,
      generator: facts.generator ?? 'comfyui',
      ai: true,
      hasWorkflow: 'workflow' in value || found.text('workflow', 'prompt') !== undefined,
      notes: text(value.notes),
      where: found.where('imagemetahub_data', 'imagedescription'),
    }
  },
}
