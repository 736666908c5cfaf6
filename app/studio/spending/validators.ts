import vine from '@vinejs/vine'
import { spendingBy } from '#studio/spending/report'

const id = () => vine.number().withoutDecimals().positive()
const month = () => vine.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/)
const amount = () =>
  vine
    .string()
    .trim()
    .regex(/^\d{1,9}(\.\d{1,6})?$/)

export const spendingValidator = vine.create({
  by: vine.enum(spendingBy).optional(),
  project: id().optional(),
  from: month().optional(),
  to: month().optional(),
})

const budget = () => ({
  currency: vine.enum(['USD', 'BUZZ', 'SECONDS', 'TOKENS'] as const),
  period: vine.enum(['month', 'total'] as const),
  soft: amount().optional(),
  hard: amount().optional(),
})

export const projectBudgetValidator = vine.create({
  params: vine.object({ id: id() }),
  ...budget(),
})

export const personBudgetValidator = vine.create({
  userId: id().exists({ table: 'users', column: 'id' }),
  ...budget(),
})
