import { belongsTo, column, scope } from '@adonisjs/lucid/orm'
import type { BelongsTo } from '@adonisjs/lucid/types/relations'
import { ProviderModelSchema } from '#database/schema'
import User from '#accounts/models/user'
import { json } from '#core/json_column'
import ProviderCredential from '#studio/models/provider_credential'
import type {
  Binding,
  Json,
  Modality,
  ModelReference,
  ParameterSpec,
} from '#studio/providers/shapes'

export default class ProviderModel extends ProviderModelSchema {
  declare modality: Modality

  @column(json)
  declare schema: Json

  @column(json)
  declare parameters: ParameterSpec[] | null

  @column(json)
  declare workflow: Json

  @column(json)
  declare bindings: Binding[] | null

  @belongsTo(() => ProviderCredential, { foreignKey: 'credentialId' })
  declare credential: BelongsTo<typeof ProviderCredential>

  @column(json)
  declare parameterChanges: string[] | null

  /** Models of accounts that are still there. */
  static usable = scope((query) => {
    query.whereIn(
      'provider_models.credential_id',
      ProviderCredential.query().whereNull('removed_at').select('id')
    )
  })

  static favouritesOf = scope((query, user: User) => {
    query.whereExists((favourite) =>
      favourite
        .from('model_favourites')
        .whereColumn('model_favourites.model_id', 'provider_models.id')
        .where('model_favourites.user_id', user.id)
    )
  })

  /** What an adapter is told of it. */
  get reference(): ModelReference {
    const { ref, workflow, bindings } = this
    return workflow === null ? { ref } : { ref, workflow, bindings: bindings ?? [] }
  }
}
