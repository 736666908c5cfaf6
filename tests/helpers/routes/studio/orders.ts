import type { Row } from '#tests/helpers/routes/table'

const order = (to: Row['to'], form?: Row['form']): Row => ({ to, of: 'order', form })

export const orderRoutes: Record<string, Row> = {
  'studio.orders.index': { to: 'members' },
  'studio.orders.show': order('members'),
}
