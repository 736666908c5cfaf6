import vine, { SimpleMessagesProvider } from '@vinejs/vine'
import type { FieldContext } from '@vinejs/vine/types'
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

/** Where it is refused anyway, nobody is asked. */
const notAboveHard = vine.createRule((soft: unknown, _options: undefined, field: FieldContext) => {
  if (field.isValid && Number(soft) > Number(field.parent.hard || Infinity)) {
    field.report('Ask at or below the amount beyond which it is refused.', 'notAboveHard', field)
  }
})

const budget = () => ({
  currency: vine.enum(['USD', 'BUZZ', 'SECONDS', 'TOKENS'] as const),
  period: vine.enum(['month', 'total'] as const),
  soft: amount().use(notAboveHard()).optional(),
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

for (const validator of [projectBudgetValidator, personBudgetValidator]) {
  validator.messagesProvider = new SimpleMessagesProvider({
    'regex': 'Write an amount such as 25 or 7.50, without a currency sign.',
    'enum': 'Choose one of the list.',
    'userId.required': 'Choose a person.',
    'database.exists': 'This person is not here any more.',
  })
}
