import type { Row } from '#tests/helpers/routes/table'
import type { Ids } from '#tests/helpers/routes/world'

const order = (to: Row['to'], form?: Row['form']): Row => ({ to, of: 'order', form })

const draft = (): Row => ({ to: 'hidden', of: 'draft' })
const form = (ids: Ids) => ({ project: String(ids.project), prompt: 'a fox' })

export const orderRoutes: Record<string, Row> = {
  'studio.orders.index': { to: 'members' },
  'studio.orders.show': order('members'),
  'studio.order_progress.show': { ...order('members'), endless: true },
  'studio.order_cancellations.store': order('owners'),
  'studio.order_retries.store': order('owners'),
  'studio.order_copies.store': order('owners'),

  'studio.drafts.create': { to: 'editors' },
  'studio.drafts.store': { to: 'owners', form },
  'studio.drafts.edit': draft(),
  'studio.drafts.destroy': draft(),
  'studio.placements.store': { to: 'owners', form },
  'studio.model_choices.index': { to: 'editors' },
  'studio.picture_choices.index': { to: 'editors' },
}
