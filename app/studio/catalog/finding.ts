import ProviderModel from '#studio/models/provider_model'

/** A model of an account that is still there; others are not found. */
export function findModel(id: number) {
  return ProviderModel.query()
    .withScopes((scopes) => scopes.usable())
    .where('provider_models.id', id)
    .preload('credential')
    .firstOrFail()
}
