import { readFile } from 'node:fs/promises'
import type { ProviderContext } from '#studio/providers/contract'
import { replicateJson } from '#studio/providers/replicate/faults'
import { request } from '#studio/providers/replicate/predictions'
import type { LocalFile } from '#studio/providers/shapes'

const smallEnough = 256 * 1024

/** Small files travel inside the order, larger ones are uploaded, as Replicate advises. */
export async function fileForReplicate(context: ProviderContext, file: LocalFile): Promise<string> {
  const bytes = await readFile(file.path)
  if (file.size <= smallEnough) return `data:${file.mime};base64,${bytes.toString('base64')}`

  const form = new FormData()
  form.append('content', new Blob([bytes], { type: file.mime }), file.fileName)
  const answer = await context.http.read({ ...request(context, '/files', 'POST'), body: form })
  return replicateJson(context, answer).urls.get
}
