import User from '#accounts/models/user'
import Asset from '#library/models/asset'
import { locateOriginal } from '#library/originals'
import { ask } from '#studio/engine/asking'
import { referredAsset } from '#studio/forms/files'
import type OrderAttempt from '#studio/models/order_attempt'
import { keptFile } from '#studio/providers/data_uris'
import { ProviderError } from '#studio/providers/faults'
import type { Json } from '#studio/providers/shapes'

/** A value as it is sent, and as it is kept: whole files are sent, and not kept once more. */
interface Prepared {
  sent: Json
  kept: Json
}

/**
 * The parameters as they are sent, and what is kept of that: an item of the library becomes what the
 * provider accepts in its place. Throws ProviderError `input_media` where the item is not to be had.
 */
export async function prepareInputs(attempt: OrderAttempt) {
  const sent: Record<string, Json> = {}
  const kept: Record<string, Json> = {}
  for (const [name, value] of Object.entries(attempt.item.parameters)) {
    const prepared = await prepareAll(attempt, value)
    sent[name] = prepared.sent
    kept[name] = prepared.kept
  }
  return { sent, kept }
}

async function prepareAll(attempt: OrderAttempt, value: Json): Promise<Prepared> {
  if (!Array.isArray(value)) return prepare(attempt, value)
  const all = await Promise.all(value.map((each) => prepare(attempt, each)))
  return { sent: all.map(({ sent }) => sent), kept: all.map(({ kept }) => kept) }
}

async function prepare(attempt: OrderAttempt, value: Json): Promise<Prepared> {
  const id = value === attempt.item.prompt ? null : referredAsset(value)
  if (id === null) return { sent: value, kept: value }
  const file = await fileOf(id, attempt.item.order.userId)
  const sent = await ask(attempt, new AbortController().signal, (adapter, context) => {
    if (!adapter.prepareInput) throw unusable('This provider takes no pictures.')
    return adapter.prepareInput(context, file)
  })
  return { sent, kept: keptFile(id, sent) ?? sent }
}

/** What the person who orders may see, and what is still there. */
async function fileOf(id: number, userId: number) {
  const person = await User.findOrFail(userId)
  const asset = await Asset.query()
    .withScopes((scopes) => scopes.visibleTo(person))
    .where('id', id)
    .whereNull('deleted_at')
    .first()
  const located = asset && (await locateOriginal(asset))
  if (!located) throw unusable(`Item ${id} of the library is no longer there.`)
  const { mime, fileName, size } = asset
  return { path: located.path, mime, fileName, size: Number(size) }
}

const unusable = (providerMessage: string) =>
  new ProviderError({ code: 'input_media', retry: 'never', providerMessage })
