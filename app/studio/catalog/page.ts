import type User from '#accounts/models/user'
import { isFavourite } from '#studio/catalog/favourites'
import { scalarInputs } from '#studio/catalog/workflows'
import { usableCredentials } from '#studio/credentials'
import type ProviderModel from '#studio/models/provider_model'
import { adapterFor } from '#studio/providers/registry'

/** Everything the page of a model shows. */
export async function modelPage(model: ProviderModel, viewer: User) {
  const parameters = (model.parameters ?? []).filter(({ group }) => group !== 'hidden')
  return {
    model,
    parameters,
    providerName: adapterFor(model.credential.provider).name,
    favourite: await isFavourite(model, viewer),
    user: viewer,
  }
}

/** The accounts a model can be entered for, and the one that was chosen. */
export async function entryForm(credentialId?: number) {
  const credentials = await usableCredentials()
  const enterable = credentials.filter(({ provider }) => provider !== 'sample')
  const chosen = enterable.find(({ id }) => id === credentialId) ?? enterable.at(0) ?? null
  return { credentials: enterable, chosen, entry: chosen && (entryTexts[chosen.provider] ?? named) }
}

const endpoint = { label: 'Endpoint', hint: 'As on the model’s page, such as fal-ai/flux/dev.' }
const named = { label: 'Name', hint: 'As the server calls it.' }
const entryTexts: Record<string, { label: string; hint: string }> = {
  fal: endpoint,
  replicate: { label: 'Model', hint: 'owner/name, or owner/name:version.' },
  civitai: { label: 'AIR', hint: 'Such as urn:air:sdxl:checkpoint:civitai:101055@128078.' },
}

/** Each value of a graph, with the parameter it takes now. */
export function bindingRows(model: ProviderModel) {
  return scalarInputs(model.workflow).map(({ node, input, value, title }) => ({
    ...{ node, input, title, value: String(value) },
    parameter:
      model.bindings?.find((bound) => bound.node === node && bound.input === input)?.parameter ??
      '',
  }))
}
