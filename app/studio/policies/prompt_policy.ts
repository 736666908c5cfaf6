import { BasePolicy } from '@adonisjs/bouncer'
import type User from '#accounts/models/user'
import type PromptBlock from '#studio/models/prompt_block'

/** What a person wrote and keeps is theirs alone. */
export default class PromptPolicy extends BasePolicy {
  list(_user: User) {
    return true
  }

  edit(user: User, block: PromptBlock) {
    return block.userId === user.id
  }
}
