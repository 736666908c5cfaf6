import { text } from '#library/metadata/values'
import { plainFacts } from '#library/metadata/plain_facts'
import type { Parser } from '#library/metadata/parsers/parser'

/** RuinedFooocus: flat JSON that names its program. */
export const ruinedFooocus: Parser = {
  name: 'ruined-fooocus',
  read(found) {
    for (const { value, where } of found.objects()) {
      if (!/^ruinedfooocus/i.test(text(value.software) ?? '')) continue
      return { ...plainFacts(value), generator: 'ruined-fooocus', ai: true, where }
    }
    return null
  },
}
