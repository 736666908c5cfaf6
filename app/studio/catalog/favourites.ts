import db from '@adonisjs/lucid/services/db'
import type User from '#accounts/models/user'
import type ProviderModel from '#studio/models/provider_model'

export async function addFavourite(model: ProviderModel, user: User) {
  await db
    .insertQuery()
    .table('model_favourites')
    .knexQuery.insert({ user_id: user.id, model_id: model.id })
    .onConflict()
    .ignore()
}

export async function removeFavourite(model: ProviderModel, user: User) {
  await favourites(model, user).delete()
}

export async function isFavourite(model: ProviderModel, user: User) {
  return (await favourites(model, user).first()) !== null
}

function favourites(model: ProviderModel, user: User) {
  return db.from('model_favourites').where({ user_id: user.id, model_id: model.id })
}
