import { requireJson } from '#studio/providers/answers'
import { splitRef, upscaling } from '#studio/providers/a1111/models'
import type { HttpAnswer, ProviderContext } from '#studio/providers/contract'
import type { ProviderFault } from '#studio/providers/faults'
import { login } from '#studio/providers/login'
import { succeeded } from '#studio/providers/snapshots'
import type { Json, RemoteOutput, Submission, SubmitResult } from '#studio/providers/shapes'

/** Pictures come in the answer, as text. */
const mostBytes = 96_000_000

export async function submitToA1111(
  context: ProviderContext,
  submission: Submission
): Promise<SubmitResult> {
  const { model, parameters, attemptKey, timeLimit } = submission
  const [way, checkpoint] = splitRef(model.ref)
  const isUpscaling = way === upscaling
  const answer = await context.http.submit({
    method: 'POST',
    url: `${context.baseUrl}/sdapi/v1/${isUpscaling ? 'extra-single-image' : way}`,
    headers: login(context),
    json: isUpscaling ? parameters : drawing(parameters, checkpoint, attemptKey),
    maxBytes: mostBytes,
    timeoutMs: timeLimit * 1000,
  })
  const result = requireJson(answer, { submitted: true, better: refusalOf })
  const outputs = isUpscaling
    ? outputsOf([result.image], [])
    : outputsOf(result.images, seedsOf(result))
  return {
    reference: { externalId: attemptKey, modelRef: model.ref },
    snapshot: succeeded(outputs),
  }
}

function drawing(parameters: Record<string, Json>, checkpoint: string, attemptKey: string) {
  const { init_image: picture, ...rest } = parameters
  return {
    ...rest,
    ...(picture !== undefined && { init_images: [picture] }),
    override_settings: { sd_model_checkpoint: checkpoint },
    override_settings_restore_afterwards: true,
    send_images: true,
    save_images: false,
    do_not_save_grid: true,
    force_task_id: attemptKey,
  }
}

/** A grid of all pictures may come first: there are more pictures than seeds then. */
function outputsOf(images: unknown, seeds: unknown[]): RemoteOutput[] {
  const all = Array.isArray(images) ? images.filter((each) => typeof each === 'string') : []
  const own = seeds.length ? all.slice(-seeds.length) : all
  return own.map((image, index) => ({
    source: { bytes: Buffer.from(image.replace(/^data:[^,]*,/, ''), 'base64') },
    ...(seeds[index] !== undefined && { seed: String(seeds[index]) }),
  }))
}

/** `info` is JSON within JSON; other servers leave it out, or write prose. */
function seedsOf({ info }: { info?: unknown }): unknown[] {
  try {
    const seeds = JSON.parse(String(info)).all_seeds
    return Array.isArray(seeds) ? seeds : []
  } catch {
    return []
  }
}

/** An error with a name of its own comes from the program, not from somewhere on the way: nothing was made. */
function refusalOf({ json, status }: HttpAnswer): Partial<ProviderFault> {
  if (Array.isArray(json?.detail)) {
    const fields = json.detail.map((each: { loc?: unknown[]; msg?: unknown }) => ({
      name: String(each.loc?.at(-1) ?? ''),
      message: String(each.msg ?? ''),
    }))
    return {
      fields,
      providerMessage: fields.map(({ name, message }: any) => `${name}: ${message}`).join('; '),
    }
  }
  if (status === 404 && typeof json?.detail === 'string' && /not found/i.test(json.detail)) {
    return { code: /image/i.test(json.detail) ? 'input_media' : 'validation' }
  }
  const name = typeof json?.error === 'string' ? json.error : ''
  if (status < 500 || !/Error$/.test(name)) return {}
  const words = [json.errors, json.detail].find((each) => typeof each === 'string' && each) ?? name
  return {
    code: /OutOfMemory/.test(`${name} ${words}`) ? 'out_of_memory' : 'provider_internal',
    retry: 'never',
    ambiguous: false,
    charged: 'no',
    providerCode: name,
    providerMessage: String(words).slice(0, 500),
  }
}
