import type { HttpContext } from '@adonisjs/core/http'
import { notify } from '#core/htmx'
import { collectionPage } from '#library/curation/collection_page'
import {
  collectionAbilities,
  collectionCards,
  countsOf,
  findCollection,
} from '#library/curation/collections'
import {
  collectionIndexValidator,
  collectionPageValidator,
  collectionValidator,
  idValidator,
} from '#library/curation/validators'
import Collection from '#library/models/collection'
import CollectionPolicy from '#library/policies/collection_policy'

export default class CollectionsController {
  async index({ request, view, bouncer, auth }: HttpContext) {
    const { after } = await request.validateUsing(collectionIndexValidator)
    await bouncer.with(CollectionPolicy).authorize('list')
    const state = await collectionCards(auth.user!, after)
    return view.render('library/collections/index', { ...state, after, user: auth.user! })
  }

  async create({ view, bouncer }: HttpContext) {
    await bouncer.with(CollectionPolicy).authorize('create')
    return view.render('library/collections/create')
  }

  async store({ request, response, bouncer, auth }: HttpContext) {
    await bouncer.with(CollectionPolicy).authorize('create')
    const details = await request.validateUsing(collectionValidator)
    const collection = await Collection.create({ ...details, ownerId: auth.user!.id })
    return response.redirect().toRoute('library.collections.show', [collection.id])
  }

  async show({ request, view, bouncer, auth }: HttpContext) {
    const { params, after, arrange } = await request.validateUsing(collectionPageValidator)
    const viewer = auth.user!
    const collection = await findCollection(viewer, params.id)
    await bouncer.with(CollectionPolicy).authorize('show', collection)
    const can = await collectionAbilities(viewer, collection)
    const page = await collectionPage(collection, viewer, after)
    const template = arrange && can.fill ? 'arrange' : 'show'
    return view.render(`library/collections/${template}`, { ...page, can, user: viewer, after })
  }

  async edit(ctx: HttpContext) {
    const collection = await this.#load(ctx, 'edit')
    const counts = await countsOf([collection.id], ctx.auth.user!)
    const count = counts.get(collection.id) ?? 0
    const can = await collectionAbilities(ctx.auth.user!, collection)
    return ctx.view.render('library/collections/edit', { collection, count, can })
  }

  async update(ctx: HttpContext) {
    const collection = await this.#load(ctx, 'edit')
    const details = await ctx.request.validateUsing(collectionValidator)
    const isShown = details.visibility !== collection.visibility
    if (isShown) await ctx.bouncer.with(CollectionPolicy).authorize('own', collection)
    await collection.merge({ description: null, ...details }).save()
    notify(ctx, { text: 'Saved' })
    return ctx.response.redirect().toRoute('library.collections.show', [collection.id])
  }

  async destroy(ctx: HttpContext) {
    const collection = await this.#load(ctx, 'own')
    await collection.delete()
    notify(ctx, { text: `Deleted “${collection.name}”. Its pictures stay in the library.` })
    return ctx.response.redirect().toRoute('library.collections.index')
  }

  async #load({ request, bouncer, auth }: HttpContext, right: 'edit' | 'own') {
    const { params } = await request.validateUsing(idValidator)
    const collection = await findCollection(auth.user!, params.id)
    await bouncer.with(CollectionPolicy).authorize(right, collection)
    return collection
  }
}
