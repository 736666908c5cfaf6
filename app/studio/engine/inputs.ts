import User from '#accounts/models/user'
import Asset from '#library/models/asset'
import { locateOriginal } from '#library/originals'
import { ask } from '#studio/engine/asking'
import { referredAsset } from '#studio/forms/files'
import type OrderAttempt from '#studio/models/order_attempt'
import { ProviderError } from '#studio/providers/faults'
import type { Json } from '#studio/providers/shapes'

/**
 * The parameters as they are sent: an item of the library becomes what the provider accepts in its
 * place. Throws ProviderError `input_media` where the item is not to be had.
 */
export async function prepareInputs(attempt: OrderAttempt): Promise<Record<string, Json>> {
  const prepared: Record<string, Json> = {}
  for (const [name, value] of Object.entries(attempt.item.parameters)) {
    prepared[name] = Array.isArray(value)
      ? await Promise.all(value.map((each) => prepare(attempt, each)))
      : await prepare(attempt, value)
  }
  return prepared
}

async function prepare(attempt: OrderAttempt, value: Json): Promise<Json> {
  const id = value === attempt.item.prompt ? null : referredAsset(value)
  if (id === null) return value
  const file = await fileOf(id, attempt.item.order.userId)
  return ask(attempt, new AbortController().signal, (adapter, context) => {
    if (!adapter.prepareInput) throw unusable('This provider takes no pictures.')
    return adapter.prepareInput(context, file)
  })
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
