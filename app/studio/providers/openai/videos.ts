import type { ProviderContext } from '#studio/providers/contract'
import { openAiFaultOfJob, openAiJson, request } from '#studio/providers/openai/asking'
import { dialectOf, hasImages } from '#studio/providers/openai/dialects'
import { costOf } from '#studio/providers/openai/images'
import { isSora } from '#studio/providers/openai/parameters'
import { cancelled, failed, lost, queued, running, succeeded } from '#studio/providers/snapshots'
import type {
  Json,
  Reconciliation,
  RemoteReference,
  RemoteSnapshot,
  SentAttempt,
  Submission,
  SubmitResult,
} from '#studio/providers/shapes'
import { idIn } from '#studio/providers/submitting'

/** Films take minutes, so OpenAI and OpenRouter make them as jobs. */

interface Video {
  id: string
  model?: string
  prompt?: string | null
  status: string
  progress?: number
  created_at?: number
  expires_at?: number | null
  error?: unknown
  unsigned_urls?: string[]
  usage?: { cost?: number }
}

const prefix = 'video/'

/** The name by which a film is ordered, or null of a model that makes pictures. */
export function videoModel(context: ProviderContext, ref: string): string | null {
  const dialect = dialectOf(context)
  if (dialect === 'openai') return isSora(ref) ? ref : null
  return dialect === 'openrouter' && ref.startsWith(prefix) ? ref.slice(prefix.length) : null
}

export function videoRef(model: string) {
  return prefix + model
}

export async function orderVideo(
  context: ProviderContext,
  model: string,
  order: Submission
): Promise<SubmitResult> {
  const { image, ...parameters } = order.parameters
  const answer = await context.http.submit({
    ...request(context, '/videos', 'POST'),
    json: { model, ...parameters, ...(hasImages(image) && firstFrame(context, image[0])) },
  })
  const video: Video = openAiJson(context, answer, true)
  return {
    reference: { externalId: idIn(video.id), modelRef: order.model.ref },
    snapshot: snapshotOf(context, video),
  }
}

function firstFrame(context: ProviderContext, url: string): Record<string, Json> {
  if (dialectOf(context) === 'openai') return { input_reference: { image_url: url } }
  return { frame_images: [{ type: 'image_url', image_url: { url }, frame_type: 'first_frame' }] }
}

export async function pollVideo(
  context: ProviderContext,
  reference: RemoteReference
): Promise<RemoteSnapshot> {
  const path = `/videos/${encodeURIComponent(reference.externalId)}`
  const answer = await context.http.read(request(context, path))
  if (answer.status === 404) return lost()
  return snapshotOf(context, openAiJson(context, answer))
}

/** OpenAI lists its films; OpenRouter lists none. */
export async function reconcileVideo(
  context: ProviderContext,
  model: string,
  attempt: SentAttempt
): Promise<Reconciliation> {
  if (dialectOf(context) !== 'openai') return { found: null, certain: false }
  const answer = await context.http.read(request(context, '/videos?limit=100&order=desc'))
  const listed: { data?: Video[] } = openAiJson(context, answer)
  const since = attempt.sentAt.getTime() / 1000 - 60
  const found = listed.data?.find(
    (video) =>
      !attempt.taken?.includes(video.id) &&
      video.model === model &&
      video.prompt === attempt.parameters.prompt &&
      (video.created_at ?? 0) >= since
  )
  if (!found) return { found: null, certain: false }
  return { found: { externalId: found.id, modelRef: attempt.model.ref } }
}

function snapshotOf(context: ProviderContext, video: Video): RemoteSnapshot {
  switch (video.status) {
    case 'queued':
    case 'pending':
      return queued()
    case 'in_progress':
      return running(video.progress === undefined ? undefined : video.progress / 100)
    case 'completed':
      return succeeded(outputsOf(context, video), costOf(video))
    case 'failed':
      return failed(openAiFaultOfJob(context, video.error))
    case 'expired':
      return failed({ code: 'timeout', retry: 'never', charged: 'maybe' })
    case 'cancelled':
      return cancelled()
    default:
      return { state: 'unknown' }
  }
}

/** The files lie behind the key, at an address made of the id. */
function outputsOf(context: ProviderContext, { id, unsigned_urls: urls, expires_at: end }: Video) {
  const { url } = request(context, `/videos/${encodeURIComponent(id)}/content`)
  const addresses = urls ? urls.map((_, index) => `${url}?index=${index}`) : [url]
  return addresses.map((address) => ({
    source: { url: address, authorized: true },
    mime: 'video/mp4',
    ...(end && { expiresAt: new Date(end * 1000) }),
  }))
}
