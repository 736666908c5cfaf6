import { DateTime } from 'luxon'
import db from '@adonisjs/lucid/services/db'
import type { QueryClientContract, TransactionClientContract } from '@adonisjs/lucid/types/database'
import { inWords, type Money } from '#studio/money'
import { type Confirmed, NeedsConfirmation, OrderRefused } from '#studio/refusing'

/** Whose money: one person's, or one project's. */
export type Purse = { userId: number } | { projectId: number }

export interface Budget {
  currency: string
  period: 'month' | 'total'
  /** Beyond it a person is asked whether they mean it. */
  soft: number | null
  /** Beyond it nothing is ordered. */
  hard: number | null
}

/** The budgets of a person or a project, each with what is spent or promised of it. */
export async function budgetsOf(
  purse: Purse,
  client: QueryClientContract = db.connection()
): Promise<(Budget & { spent: number })[]> {
  const rows = await client.from('budgets').where(columnOf(purse)).orderBy(['currency', 'period'])
  const budgets = []
  for (const { currency, period, soft, hard } of rows) {
    const spent = await spentOf(purse, { currency, period }, client)
    budgets.push({ currency, period, soft: number(soft), hard: number(hard), spent })
  }
  return budgets
}

/** Sets a budget, or takes it away where it has neither limit. */
export async function setBudget(purse: Purse, { soft, hard, ...budget }: Budget) {
  const key = { ...columnOf(purse), ...budget }
  await db.transaction(async (trx) => {
    await trx.from('budgets').where(key).delete()
    if (soft !== null || hard !== null) await trx.table('budgets').insert({ ...key, soft, hard })
  })
}

/**
 * Throws OrderRefused where an order would pass a hard budget of its person or project, and
 * NeedsConfirmation for a soft one unless they have `confirmed` that. `prices`: of each item. Those known
 * count together; where one is not known, a hard budget refuses once it is spent, and until then
 * asks. Call it in the transaction that reserves.
 */
export async function refuseBeyondBudget(
  trx: TransactionClientContract,
  { userId, projectId, confirmed }: { userId: number; projectId: number; confirmed: Confirmed },
  prices: (Money | null)[]
) {
  const isPartial = prices.includes(null)
  const purses = [
    { budgets: await budgetsOf({ userId }, trx), whose: 'your budget' },
    { budgets: await budgetsOf({ projectId }, trx), whose: 'the project’s budget' },
  ]
  for (const { budgets, whose } of purses) {
    for (const budget of budgets) {
      const asked = { whose, confirmed, isPartial }
      const known = knownOf(prices, budget.currency)
      if (known.amount) refuseBeyond(budget, known, asked)
      if (isPartial) refuseUnpriced(budget, asked)
    }
  }
}

function knownOf(prices: (Money | null)[], currency: string): Money {
  const counted = prices.filter((price) => price?.currency === currency)
  return { currency, amount: counted.reduce((sum, price) => sum + price!.amount, 0) }
}

interface Asked {
  whose: string
  confirmed: Confirmed
  /** Of some items no price is known. */
  isPartial: boolean
}

function refuseUnpriced(
  { currency, hard, spent }: Budget & { spent: number },
  { whose, confirmed }: Asked
) {
  if (hard === null) return
  const said = `The provider does not say the whole price beforehand, and ${whose} of ${inWords({ amount: hard, currency })}`
  if (spent >= hard) {
    throw new OrderRefused(`${said} is spent. Ask for a larger one, or choose another model.`)
  }
  if (confirmed.budget) return
  throw new NeedsConfirmation(
    'budget',
    `${said} cannot stop it halfway. Confirm it to order all the same.`
  )
}

function refuseBeyond(
  { currency, period, soft, hard, spent }: Budget & { spent: number },
  price: Money,
  { whose, confirmed, isPartial }: Asked
) {
  const total = spent + price.amount
  const said = (limit: number) =>
    `This order is estimated at ${inWords(price)}${isPartial ? ' or more' : ''}. With the ${inWords({ amount: spent, currency })} spent or promised ` +
    `${period === 'month' ? 'this month' : 'so far'} it passes ${whose} of ${inWords({ amount: limit, currency })}.`
  if (hard !== null && total > hard) {
    throw new OrderRefused(`${said(hard)} Order less, or ask for a larger budget.`)
  }
  if (soft !== null && total > soft && !confirmed.budget) {
    throw new NeedsConfirmation('budget', `${said(soft)} Confirm it to order all the same.`)
  }
}

/** What is settled in the period, and what is promised whenever that was. */
async function spentOf(
  purse: Purse,
  { currency, period }: Pick<Budget, 'currency' | 'period'>,
  client: QueryClientContract
) {
  const query = client.from('ledger_entries').where(columnOf(purse)).where('currency', currency)
  if (period === 'month') {
    const began = DateTime.now().startOf('month').toFormat(client.dialect.dateTimeFormat)
    query.where((counted) => counted.whereNot('kind', 'settle').orWhere('created_at', '>=', began))
  }
  const { spent } = await query.sum('amount as spent').firstOrFail()
  return Number(spent ?? 0)
}

const columnOf = (purse: Purse) =>
  'userId' in purse ? { user_id: purse.userId } : { project_id: purse.projectId }
const number = (value: unknown) => (value === null ? null : Number(value))
