import type { Hash } from '@adonisjs/core/hash'
import { compose } from '@adonisjs/core/helpers'
import { withAuthFinder } from '@adonisjs/auth/mixins/lucid'
import { passwordHash } from '#accounts/passwords'
import { ApiKeyProvider } from '#accounts/api_key_provider'
import { UserSchema } from '#database/schema'

export const roles = ['admin', 'editor', 'viewer'] as const
export type Role = (typeof roles)[number]

export default class User extends compose(
  UserSchema,
  withAuthFinder(() => passwordHash as unknown as Hash)
) {
  static accessTokens = new ApiKeyProvider({
    tokenableModel: User,
    table: 'api_keys',
    type: 'api_key',
    prefix: 'atelier_',
  })

  declare role: Role

  get isAdmin() {
    return this.role === 'admin'
  }

  get canEdit() {
    return this.role !== 'viewer'
  }

  get isDisabled() {
    return this.disabledAt !== null
  }

  get hasSecondFactor() {
    return this.totpConfirmedAt !== null
  }
}
