import { readFile } from 'node:fs/promises'
import type { ProviderContext } from '#studio/providers/contract'
import { dataUriOf } from '#studio/providers/data_uris'
import { ProviderError } from '#studio/providers/faults'
import { headers, storage } from '#studio/providers/fal/addresses'
import { falFault, falJson } from '#studio/providers/fal/faults'
import type { LocalFile } from '#studio/providers/shapes'

const smallEnough = 256 * 1024
const largest = 90 * 1024 * 1024

/** Small files travel inside the order, larger ones through fal's storage. */
export async function fileForFal(context: ProviderContext, file: LocalFile): Promise<string> {
  if (file.size > largest)
    throw new ProviderError({
      code: 'input_media',
      retry: 'never',
      charged: 'no',
      providerMessage: 'fal takes files of up to 90 MB.',
    })
  if (file.size <= smallEnough) return dataUriOf(file)
  return upload(context, file, await readFile(file.path))
}

async function upload(context: ProviderContext, file: LocalFile, bytes: Buffer) {
  const place = await context.http.read({
    method: 'POST',
    url: `${storage(context)}/storage/upload/initiate?storage_type=fal-cdn-v3`,
    headers: headers(context),
    json: { content_type: file.mime, file_name: file.fileName },
  })
  const { upload_url: uploadUrl, file_url: fileUrl } = falJson(context, place)
  /** The address is signed: it gets the bytes, and no key of ours. */
  const sent = await context.http.read({
    method: 'PUT',
    url: uploadUrl,
    headers: { 'content-type': file.mime },
    body: bytes,
  })
  if (sent.status >= 300) throw new ProviderError(falFault(context, sent))
  return fileUrl
}
