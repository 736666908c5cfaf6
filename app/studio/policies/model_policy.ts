import { BasePolicy } from '@adonisjs/bouncer'
import type User from '#accounts/models/user'
import type ProviderModel from '#studio/models/provider_model'

export default class ModelPolicy extends BasePolicy {
  list(_user: User) {
    return true
  }

  show(_user: User, _model: ProviderModel) {
    return true
  }

  /** Asking providers what they have costs nothing, but goes out of the house. */
  refresh(user: User) {
    return user.canEdit
  }

  create(user: User) {
    return user.canEdit
  }

  /** What a provider lists is not ours to change. */
  edit(user: User, model: ProviderModel) {
    return user.canEdit && Boolean(model.custom)
  }
}
