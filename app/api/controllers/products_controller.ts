import type { HttpContext } from '@adonisjs/core/http'
import { assetsByIds } from '#api/assets/asset_list'
import { productListValidator, stagingValidator } from '#api/studio/validators'
import { idValidator } from '#api/validators'
import ProjectPolicy from '#studio/policies/project_policy'
import { productTiles } from '#studio/products/list'
import { stageProducts } from '#studio/products/staging'
import { findProject } from '#studio/projects/projects'

/** What was made for a project, and how far each is. */
export default class ProductsController {
  async index({ request, auth, bouncer }: HttpContext) {
    const user = auth.getUserOrFail()
    const { params } = await request.validateUsing(idValidator)
    const project = await findProject(user, params.id)
    await bouncer.with(ProjectPolicy).authorize('show', project)
    const { stage, cursor: before } = await request.validateUsing(productListValidator)
    const { tiles, next } = await productTiles(project, user, { stage, before })
    const ids = tiles.map(({ id }) => id)
    const assets = await assetsByIds([...new Set(ids)], user)
    const byId = new Map(assets.map((asset) => [asset.id, asset]))
    return {
      items: tiles.flatMap((tile) => {
        const asset = byId.get(tile.id)
        return asset ? [{ stage: tile.stage, asset }] : []
      }),
      next: next === null ? null : String(next),
    }
  }

  async update({ request, auth, bouncer }: HttpContext) {
    const by = auth.getUserOrFail()
    const { params } = await request.validateUsing(idValidator)
    const project = await findProject(by, params.id)
    await bouncer.with(ProjectPolicy).authorize('fill', project)
    const { ids, stage } = await request.validateUsing(stagingValidator)
    return { ids: await stageProducts(project, ids, { stage, by }), stage }
  }
}
