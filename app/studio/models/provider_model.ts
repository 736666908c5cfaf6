import { belongsTo } from '@adonisjs/lucid/orm'
import type { BelongsTo } from '@adonisjs/lucid/types/relations'
import { ProviderModelSchema } from '#database/schema'
import ProviderCredential from '#studio/models/provider_credential'
import type { Modality } from '#studio/providers/shapes'

export default class ProviderModel extends ProviderModelSchema {
  declare modality: Modality

  @belongsTo(() => ProviderCredential, { foreignKey: 'credentialId' })
  declare credential: BelongsTo<typeof ProviderCredential>
}
