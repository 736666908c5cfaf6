import type { HttpContext } from '@adonisjs/core/http'
import type { Infer } from '@vinejs/vine/types'
import { Exception } from '@adonisjs/core/exceptions'
import { type Notice, notify, reload, wantsFragment } from '#core/htmx'
import type { AssetChange } from '#library/curation/changes'
import { findOrCreateCollection } from '#library/curation/collections'
import { UndoRefused } from '#library/curation/merging'
import { splitNames } from '#library/curation/tags'
import { isMarksOnly, undoOrLater } from '#library/curation/undoing'
import { changeSelection, changesTheList, idsOfChange, marksOf } from '#library/gallery/selection'
import { changeValidator, undoValidator } from '#library/gallery/validators'
import AssetPolicy from '#library/policies/asset_policy'
import CollectionPolicy from '#library/policies/collection_policy'
import { parseQuery } from '#library/search/language'

/** One thing done to many items, and taken back. */
export default class ChangesController {
  async store(ctx: HttpContext) {
    const asked = await ctx.request.validateUsing(changeValidator)
    await ctx.bouncer.with(AssetPolicy).authorize(isMark(asked) ? 'mark' : 'curate')
    const ids = asked.ids ?? []
    if (!asked.all && !ids.length) {
      return refuseKindly(ctx, 'Nothing is selected: tick some pictures first.')
    }
    const { error } = parseQuery(asked.all ? asked.q : '')
    if (error) throw new Exception(`The search is not clear: ${error.message}`, { status: 422 })
    const change = await changeOf(asked, ctx)
    if (!change) return refuseKindly(ctx, 'Say what to do with the selection.')
    const selection = asked.all ? { q: asked.q ?? '' } : { ids }
    const done = await changeSelection({ selection, change, by: ctx.auth.user! })
    const notice: Notice = { text: done.text, changeId: done.count ? done.changeId : undefined }
    if (wantsFragment(ctx) && isLock(asked)) return reload(ctx, notice)
    notify(ctx, notice)
    return answer(ctx, ids)
  }

  async destroy(ctx: HttpContext) {
    const { params } = await ctx.request.validateUsing(undoValidator)
    const marksOnly = await isMarksOnly(params.id)
    await ctx.bouncer.with(AssetPolicy).authorize(marksOnly ? 'mark' : 'curate')
    try {
      const undone = await undoOrLater({ changeId: params.id, by: ctx.auth.user! })
      const notice: Notice = {
        text: undone.text,
        tone: undone.refused.length ? 'error' : undefined,
      }
      if (wantsFragment(ctx) && (await changesTheList(params.id))) return reload(ctx, notice)
      notify(ctx, notice)
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

/** Its badge is no mark of the person's own: the tiles are made anew. */
const isLock = (asked: Asked) => asked.do === 'lock' || asked.do === 'unlock'

async function changeOf(asked: Asked, ctx: HttpContext): Promise<AssetChange | null> {
  if (asked.rating !== undefined) return { verb: 'rate', rating: asked.rating || null }
  const names = splitNames(asked.names ?? '')
  switch (asked.do) {
    case 'favorite':
    case 'unfavorite':
      return { verb: 'favorite', favorite: asked.do === 'favorite' }
    case 'tag':
    case 'untag':
      return names.length ? { verb: asked.do, names } : null
    case 'lock':
    case 'unlock':
      return { verb: asked.do }
    case 'collect':
      return { verb: 'collect', collectionId: await collectionNamed(asked.collection!, ctx) }
  }
  return null
}

/** The collection a person means by a name: one they may add to, or a new one of their own. */
async function collectionNamed(name: string, { bouncer, auth }: HttpContext) {
  await bouncer.with(CollectionPolicy).authorize('create')
  const collection = await findOrCreateCollection(auth.user!, name)
  await bouncer.with(CollectionPolicy).authorize('fill', collection)
  return collection.id
}

function refuseKindly(ctx: HttpContext, text: string) {
  notify(ctx, { text, tone: 'error' })
  return answer(ctx, [])
}

/** htmx gets the marks of the tiles that are on its page; everybody else goes back to where they were. */
async function answer(ctx: HttpContext, ids: number[]) {
  if (!wantsFragment(ctx)) return ctx.response.redirect().withQs().back()
  return ctx.view.render('library/assets/_marks', { marks: await marksOf(ids, ctx.auth.user!) })
}
