import type User from '#accounts/models/user'
import Product from '#studio/models/product'
import type Project from '#studio/models/project'
import { seenProducts } from '#studio/products/list'

/** Says how far these pictures of a project are; answers those of them this person sees. */
export async function stageProducts(
  project: Project,
  assetIds: number[],
  { stage, by }: { stage: Product['stage']; by: User }
): Promise<number[]> {
  const seen: { id: number; assetId: number }[] = await seenProducts(project, by)
    .whereIn('p.asset_id', assetIds)
    .select('p.id', 'p.asset_id as assetId')
  await Product.query()
    .whereIn(
      'id',
      seen.map(({ id }) => id)
    )
    .update({ stage })
  return [...new Set(seen.map(({ assetId }) => assetId))]
}
