import db from '@adonisjs/lucid/services/db'
import { budgetsOf, setBudget, type Budget, type Purse } from '#studio/budgets'
import { millionths } from '#studio/money'

interface TypedBudget {
  currency: string
  period: Budget['period']
  soft?: string
  hard?: string
}

/** Sets a budget as people write it; without amounts it is taken away. */
export function setTypedBudget(purse: Purse, { soft, hard, ...budget }: TypedBudget) {
  const amount = (text?: string) => (text ? millionths(text) : null)
  return setBudget(purse, { ...budget, soft: amount(soft), hard: amount(hard) })
}

/** Everybody's budgets, by name. */
export async function budgetsOfPeople() {
  const people: { id: number; fullName: string }[] = await db
    .from('users')
    .whereNull('disabled_at')
    .whereIn('id', db.from('budgets').whereNotNull('user_id').select('user_id'))
    .orderByRaw('lower(full_name), id')
    .limit(200)
    .select('id', 'full_name as fullName')
  return Promise.all(
    people.map(async (person) => ({ ...person, budgets: await budgetsOf({ userId: person.id }) }))
  )
}

/** Who may be given a budget. */
export function peopleWhoOrder(): Promise<{ id: number; fullName: string }[]> {
  return db
    .from('users')
    .whereNull('disabled_at')
    .whereNot('role', 'viewer')
    .orderByRaw('lower(full_name), id')
    .limit(500)
    .select('id', 'full_name as fullName') as any
}
