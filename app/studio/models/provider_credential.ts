import { hasMany } from '@adonisjs/lucid/orm'
import type { HasMany } from '@adonisjs/lucid/types/relations'
import { ProviderCredentialSchema } from '#database/schema'
import ProviderModel from '#studio/models/provider_model'

/** Nothing is sent until somebody has seen to it. */
export const unusableStates: string[] = ['refused', 'no_credit', 'unreadable']

/** An account at a provider, or a server in the house. The key itself is only ever in `ciphertext`. */
export default class ProviderCredential extends ProviderCredentialSchema {
  declare state: 'unchecked' | 'ready' | 'refused' | 'no_credit' | 'unreadable'

  @hasMany(() => ProviderModel, { foreignKey: 'credentialId' })
  declare models: HasMany<typeof ProviderModel>
}
