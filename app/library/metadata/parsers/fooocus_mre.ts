import { plainFacts } from '#library/metadata/plain_facts'
import type { Parser } from '#library/metadata/parsers/parser'

/** FooocusMRE: flat JSON in the comment of a PNG or JPEG. NovelAI's comment looks alike but has no base model. */
export const fooocusMre: Parser = {
  name: 'fooocus-mre',
  read(found) {
    const value = found.object('comment', 'usercomment')
    if (!value || !('base_model' in value) || !('prompt' in value)) return null
    return {
      ...plainFacts(value),
      generator: 'fooocus-mre',
      ai: true,
      where: found.where('comment', 'usercomment'),
    }
  },
}
