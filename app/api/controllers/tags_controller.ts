import type { HttpContext } from '@adonisjs/core/http'
import { tagListValidator } from '#api/validators'
import { tagList } from '#library/curation/tag_list'
import TagPolicy from '#library/policies/tag_policy'

export default class TagsController {
  /** By name, with how many items of each this person sees. */
  async index({ request, auth, bouncer }: HttpContext) {
    await bouncer.with(TagPolicy).authorize('list')
    const { search, cursor } = await request.validateUsing(tagListValidator)
    const { tags, next } = await tagList({ viewer: auth.getUserOrFail(), search, after: cursor })
    return {
      items: tags.map(({ tag, count }) => ({
        id: tag.id,
        name: tag.name,
        count,
        aliases: tag.aliases.map(({ name }) => name),
        parent: tag.parent?.name ?? null,
      })),
      next,
    }
  }
}
