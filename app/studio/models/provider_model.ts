import { belongsTo, column } from '@adonisjs/lucid/orm'
import type { BelongsTo } from '@adonisjs/lucid/types/relations'
import { ProviderModelSchema } from '#database/schema'
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

  /** What an adapter is told of it. */
  get reference(): ModelReference {
    const { ref, workflow, bindings } = this
    return workflow === null ? { ref } : { ref, workflow, bindings: bindings ?? [] }
  }
}
