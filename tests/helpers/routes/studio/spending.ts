import type { Row } from '#tests/helpers/routes/table'

const budget = () => ({ userId: '1', currency: 'USD', period: 'month', hard: '5' })

export const spendingRoutes: Record<string, Row> = {
  'studio.spending.index': { to: 'members' },
  'studio.spending_files.show': { to: 'members' },
  'studio.person_budgets.update': { to: 'admins', form: budget },
  'studio.project_budgets.update': { to: 'owners', of: 'project', form: budget },
}
