import type { HttpContext } from '@adonisjs/core/http'
import type { Infer } from '@vinejs/vine/types'
import type User from '#accounts/models/user'
import { notify, wantsFragment } from '#core/htmx'
import type { AssetChange } from '#library/curation/changes'
import { UndoRefused } from '#library/curation/merging'
import { splitNames } from '#library/curation/tags'
import { undoChange } from '#library/curation/undoing'
import { changeSelection, collectionNamed, idsOfChange, marksOf } from '#library/gallery/selection'
import { changeValidator, undoValidator } from '#library/gallery/validators'
import AssetPolicy from '#library/policies/asset_policy'

/** One thing done to many items, and taken back. */
export default class ChangesController {
  async store(ctx: HttpContext) {
    const asked = await ctx.request.validateUsing(changeValidator)
    const by = ctx.auth.user!
    await ctx.bouncer.with(AssetPolicy).authorize(isMark(asked) ? 'mark' : 'curate')
    const change = await changeOf(asked, by)
    const ids = asked.ids ?? []
    if (!change || !(asked.all || ids.length)) {
      notify(ctx, { text: 'Nothing is selected: tick some pictures first.', tone: 'error' })
      return answer(ctx, [])
    }
    const selection = asked.all ? { q: asked.q ?? '' } : { ids }
    const done = await changeSelection({ selection, change, by })
    notify(ctx, { text: done.text, changeId: done.count ? done.changeId : undefined })
    return answer(ctx, ids)
  }

  async destroy(ctx: HttpContext) {
    const { params } = await ctx.request.validateUsing(undoValidator)
    await ctx.bouncer.with(AssetPolicy).authorize('mark')
    try {
      const undone = await undoChange({ changeId: params.id, by: ctx.auth.user! })
      notify(ctx, { text: undone.text, tone: undone.refused.length ? 'error' : undefined })
    } catch (error) {
      if (!(error instanceof UndoRefused)) throw error
      notify(ctx, { text: error.message, tone: 'error' })
    }
    return answer(ctx, await idsOfChange(params.id))
  }
}

type Asked = Infer<typeof changeValidator>

const isMark = (asked: Asked) =>
  asked.rating !== undefined || asked.do === 'favorite' || asked.do === 'unfavorite'

async function changeOf(asked: Asked, by: User): Promise<AssetChange | null> {
  if (asked.rating !== undefined) return { verb: 'rate', rating: asked.rating || null }
  switch (asked.do) {
    case 'favorite':
    case 'unfavorite':
      return { verb: 'favorite', favorite: asked.do === 'favorite' }
    case 'tag':
    case 'untag':
      return { verb: asked.do, names: splitNames(asked.names!) }
    case 'collect':
      return { verb: 'collect', collectionId: await collectionNamed(asked.collection!, by) }
  }
  return null
}

/** htmx gets the marks of the tiles that are on its page; everybody else goes back to where they were. */
async function answer(ctx: HttpContext, ids: number[]) {
  if (!wantsFragment(ctx)) return ctx.response.redirect().withQs().back()
  return ctx.view.render('library/assets/_marks', { marks: await marksOf(ids, ctx.auth.user!) })
}
