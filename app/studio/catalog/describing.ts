import { DateTime } from 'luxon'
import { plainText } from '#studio/catalog/plain_text'
import { contextFor } from '#studio/credentials'
import { formChanges } from '#studio/forms/changes'
import ProviderCredential from '#studio/models/provider_credential'
import type ProviderModel from '#studio/models/provider_model'
import { ProviderError } from '#studio/providers/faults'
import { adapterFor } from '#studio/providers/registry'

const waitAtMost = 20_000
const hoursFresh = 24

/**
 * Fetches what a provider publishes about a model and makes its form anew, with a note of what
 * became different. Throws ProviderError; the former form stays then.
 */
export async function describeModel(model: ProviderModel, signal?: AbortSignal) {
  const credential = await ProviderCredential.findOrFail(model.credentialId)
  const limit = AbortSignal.timeout(waitAtMost)
  const context = contextFor(credential, signal ? AbortSignal.any([signal, limit]) : limit)
  const adapter = adapterFor(credential.provider)
  const published = await adapter.describeModel(context, model.reference)
  const known = model.schemaHash ? (model.parameters ?? []) : published.parameters
  const changes = formChanges(known, published.parameters)
  const { schema, schemaHash, parameters, model: info } = published
  return model
    .merge({
      ...{ schema, schemaHash, parameters, fetchedAt: DateTime.now() },
      ...(changes.length && { parameterChanges: changes, parametersChangedAt: DateTime.now() }),
      ...(!model.description && { description: plainText(info.description) }),
    })
    .save()
}

/** The model with a form of today, if the provider can be asked; else with the one there is, which may be none. */
export async function withForm(model: ProviderModel) {
  const fresh = DateTime.now().minus({ hours: hoursFresh })
  if (model.parameters && model.fetchedAt && model.fetchedAt > fresh) return model
  try {
    return await describeModel(model)
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error
    return model
  }
}
