import { setTimeout as delay } from 'node:timers/promises'
import type User from '#accounts/models/user'
import { runEngine } from '#studio/engine/engine'
import type Order from '#studio/models/order'
import type Project from '#studio/models/project'
import type ProviderCredential from '#studio/models/provider_credential'
import ProviderModel from '#studio/models/provider_model'
import { createProject } from '#studio/projects/projects'
import { type Draft, saveDraft } from '#studio/ordering/drafting'
import { placeOrder } from '#studio/ordering/placing'
import { contextFor, storeCredential } from '#studio/credentials'
import { adapterFor } from '#studio/providers/registry'
import type { ProviderKey } from '#studio/providers/contract'
import type { ModelReference } from '#studio/providers/shapes'
import type { Peer, RunningPeer } from '#tests/fakes/peers'

export const sampleRef = 'sample/shapes'

/** An account at the built-in provider, or at a fake that stands for another one. */
export function createAccount(
  provider: ProviderKey = 'sample',
  fields: Partial<Parameters<typeof storeCredential>[1]> = {}
) {
  return storeCredential(provider, { label: 'Account', requestsPerSecond: 1_000, ...fields })
}

/** A model of an account, with the form its provider publishes. */
export async function createModel(
  credential: ProviderCredential,
  ref = sampleRef,
  { workflow = null, bindings }: Partial<ModelReference> = {}
) {
  const context = contextFor(credential, new AbortController().signal)
  const described = await adapterFor(credential.provider).describeModel(context, {
    ref,
    ...(workflow && { workflow, bindings: bindings ?? [] }),
  })
  const { model, parameters, schema, schemaHash } = described
  const { name, modality } = model
  return ProviderModel.create({
    credentialId: credential.id,
    ref,
    name,
    modality,
    parameters,
    schema,
    schemaHash,
    workflow,
    bindings,
  })
}

export function createStudioProject(
  owner: User,
  name = 'Foxes',
  visibility: 'everyone' | 'private' = 'everyone'
) {
  return createProject({ name, visibility }, owner)
}

export async function draftOf(
  model: ProviderModel,
  project: Project,
  by: User,
  recipe: Partial<Draft> = {}
) {
  const quick = { parameters: { delay: '0', ...recipe.parameters } }
  const draft = { prompt: 'a fox', seed: '7', ...recipe, ...quick, modelId: model.id }
  return saveDraft(draft, { project, by })
}

export async function orderNow(...args: Parameters<typeof draftOf>) {
  return placeOrder(await draftOf(...args), { confirmed: { count: true } })
}

/** An account at a fake provider. */
export function accountAt(
  { adapter, dialect }: Peer,
  { baseUrl, secret }: RunningPeer,
  { maxInFlight }: { maxInFlight?: number } = {}
) {
  return createAccount(adapter.key, { baseUrl, secret, dialect, maxInFlight })
}

/** A draft of what the peer is known to make. */
export async function draftAt(
  { request }: Peer,
  account: ProviderCredential,
  project: Project,
  by: User,
  words?: string
) {
  const known = await ProviderModel.findBy({ credentialId: account.id, ref: request.model.ref })
  const model = known ?? (await createModel(account, request.model.ref, request.model))
  const specs = model.parameters ?? []
  const named = (role: string) => specs.find((spec) => spec.role === role)?.name
  const { prompt: usual = 'a fox', ...parameters } = request.parameters
  delete parameters[(named('seed') ?? 'seed') as keyof typeof parameters]
  const prompt = words ?? String(usual)
  return saveDraft({ prompt, parameters, seed: '42', modelId: model.id }, { project, by })
}

/** Works off orders in this process, as a worker would, until this one is as wanted. */
export async function workOff(order: Order, ...wanted: Wanted) {
  await whileWorking(() => untilOrder(order, ...wanted))
  return order
}

/** Works off orders for as long as this takes. */
export async function whileWorking<T>(act: () => Promise<T>): Promise<T> {
  const stop = new AbortController()
  const working = runEngine(stop.signal)
  try {
    return await act()
  } finally {
    stop.abort()
    await working
  }
}

type Wanted = Parameters<typeof untilOrder> extends [Order, ...infer More] ? More : never

export async function untilOrder(
  order: Order,
  isWanted = (present: Order) => !present.isUnfinished,
  milliseconds = 20_000
) {
  const end = Date.now() + milliseconds
  await order.refresh()
  while (!isWanted(order)) {
    if (Date.now() > end) throw new Error(`Still not so: ${JSON.stringify(order.$attributes)}`)
    await delay(20)
    await order.refresh()
  }
  return order
}
