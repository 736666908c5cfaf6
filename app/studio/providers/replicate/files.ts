import { readFile } from 'node:fs/promises'
import type { ProviderContext } from '#studio/providers/contract'
import { dataUriOf } from '#studio/providers/data_uris'
import { replicateJson } from '#studio/providers/replicate/faults'
import { request } from '#studio/providers/replicate/addresses'
import type { LocalFile } from '#studio/providers/shapes'

const smallEnough = 256 * 1024

/** Small files travel inside the order, larger ones are uploaded, as Replicate advises. */
export async function fileForReplicate(context: ProviderContext, file: LocalFile): Promise<string> {
  if (file.size <= smallEnough) return dataUriOf(file)

  const form = new FormData()
  form.append('content', new Blob([await readFile(file.path)], { type: file.mime }), file.fileName)
  const answer = await context.http.read({ ...request(context, '/files', 'POST'), body: form })
  return replicateJson(context, answer).urls.get
}
