import type { ProviderContext } from '#studio/providers/contract'
import { readDataUri } from '#studio/providers/data_uris'
import type { Json, RemoteOutput } from '#studio/providers/shapes'

/** The files among what a model answers: an address, a list, or an object of them. Words are left out. */
export function replicateOutputs(
  context: ProviderContext,
  output: Json,
  expiresAt: Date
): RemoteOutput[] {
  return leaves(output).flatMap((leaf): RemoteOutput[] => {
    const inline = readDataUri(leaf)
    if (inline) return [{ source: { bytes: inline.bytes }, mime: inline.mime }]
    const url = fileAddress(context, leaf)
    if (!url) return []
    const authorized = url.origin === new URL(context.baseUrl).origin
    return [{ source: { url: url.href, authorized }, expiresAt }]
  })
}

function leaves(value: Json): string[] {
  if (typeof value === 'string') return [value]
  if (value === null || typeof value !== 'object') return []
  return Object.values(value).flatMap(leaves)
}

/** Files lie with the API or at replicate.delivery; any other address is text of the model. */
function fileAddress(context: ProviderContext, text: string) {
  const url = URL.parse(text)
  if (!url) return null
  const atHome = url.origin === new URL(context.baseUrl).origin
  const delivered = url.protocol === 'https:' && /(^|\.)replicate\.delivery$/.test(url.hostname)
  return atHome || delivered ? url : null
}
