import { scope } from '@adonisjs/lucid/orm'
import { PromptBlockSchema } from '#database/schema'
import type User from '#accounts/models/user'
import type { BlockKind } from '#studio/prompts/kinds'

/** A piece of a prompt that a person keeps to build with. */
export default class PromptBlock extends PromptBlockSchema {
  declare kind: BlockKind

  static of = scope((query, user: User) => {
    query.where('prompt_blocks.user_id', user.id)
  })
}
