import type { Json, RemoteOutput } from '#studio/providers/shapes'

const kinds = ['image', 'video', 'audio', 'model3d']

type Blob = { [key: string]: Json }

/** Every blob of the steps' outputs, whatever the step calls it: images, video, blob. Blocked ones are withheld. */
export function civitaiOutputs(output: Json): RemoteOutput[] {
  return blobsIn(output).map((blob) => {
    const expiresAt = typeof blob.urlExpiresAt === 'string' ? new Date(blob.urlExpiresAt) : null
    return {
      source: { url: typeof blob.url === 'string' ? blob.url : '', authorized: false },
      ...(expiresAt && { expiresAt }),
      ...reasonOf(blob),
    }
  })
}

function blobsIn(value: Json): Blob[] {
  if (Array.isArray(value)) return value.flatMap(blobsIn)
  if (value === null || typeof value !== 'object') return []
  if (kinds.includes(String(value.type)) && typeof value.id === 'string') return [value]
  return Object.values(value).flatMap(blobsIn)
}

function reasonOf({ available, blockedReason, url }: Blob) {
  if (typeof blockedReason === 'string' && blockedReason) return { blocked: blockedReason }
  if (available === true && url) return {}
  return { blocked: 'Civitai withheld it: adult content needs that switch, and yellow Buzz.' }
}
