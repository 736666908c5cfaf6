import type { Row } from '#tests/helpers/routes/table'
import type { Ids } from '#tests/helpers/routes/world'

const project = (to: Row['to'], more: Partial<Row> = {}): Row => ({ to, of: 'project', ...more })
const pair = (ids: Ids) => ({
  'ids[0]': String(ids.products[0]),
  'ids[1]': String(ids.products[1]),
})

export const productRoutes: Record<string, Row> = {
  'studio.products.index': project('members'),
  'studio.product_stages.update': project('owners', { form: () => ({ stage: 'final' }) }),
  'studio.product_comparisons.show': project('members', { query: pair }),
  'studio.product_grids.show': project('members'),
}
