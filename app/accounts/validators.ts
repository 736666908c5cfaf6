import { longestKeyDays, scopes } from '#accounts/api_keys'
import { type AuditEventName, auditEvents } from '#accounts/audit'
import { uncommon } from '#accounts/common_passwords'
import { roles } from '#accounts/models/user'
import vine, { SimpleMessagesProvider } from '@vinejs/vine'

const messages = new SimpleMessagesProvider({
  enum: 'Choose one of {{ choices }}.',
  required: 'Fill this in.',
  email: 'This is not an e-mail address.',
  maxLength: 'At most {{ max }} characters.',
  minLength: 'At least {{ min }} characters.',
  sameAs: 'The two passwords differ.',
})

/** What is known of whose password it is. */
type Near = { words: string[] }

const newPassword = () => vine.string().minLength(8).maxLength(200).use(uncommon())
const email = () => vine.string().trim().toLowerCase().email().maxLength(254)

export const setupValidator = vine.create({
  fullName: vine.string().trim().minLength(1).maxLength(120),
  email: email(),
  password: newPassword(),
  code: vine.string().trim().toLowerCase().optional(),
})

export const loginValidator = vine.create({
  email: vine.string().trim().toLowerCase().maxLength(254),
  password: vine.string().maxLength(200),
})

export const profileValidator = vine.withMetaData<Near>().create({
  currentPassword: vine.string().maxLength(200),
  password: newPassword(),
  passwordConfirmation: vine.string().sameAs('password'),
})

export const accountValidator = vine.create({
  fullName: vine.string().trim().minLength(1).maxLength(120),
  email: email(),
  password: newPassword(),
  role: vine.enum(roles),
})

export const codeValidator = vine.create({ code: vine.string().trim().minLength(1).maxLength(30) })

export const confirmationValidator = vine.create({ password: vine.string().maxLength(200) })

export const invitationValidator = vine.withMetaData<Near>().create({
  password: newPassword(),
  passwordConfirmation: vine.string().sameAs('password'),
})

export const keyValidator = vine.create({
  name: vine.string().trim().minLength(1).maxLength(120),
  scopes: vine.array(vine.enum(scopes)).minLength(1).distinct(),
  days: vine.number().withoutDecimals().range([1, longestKeyDays]),
})

/** By the names of the keys' table. */
export const ownKeysValidator = vine.create({
  keys: vine.record(vine.string().trim().maxLength(20).nullable()).optional(),
})

export const inviteValidator = vine.create({
  fullName: vine.string().trim().minLength(1).maxLength(120),
  email: email(),
  role: vine.enum(roles),
})

export const roleValidator = vine.create({ role: vine.enum(roles) })

const day = () => vine.date({ formats: ['YYYY-MM-DD'] }).optional()

export const auditValidator = vine.create({
  event: vine.enum(Object.keys(auditEvents) as AuditEventName[]).optional(),
  about: vine.string().trim().maxLength(254).optional(),
  from: day(),
  until: day(),
  before: vine.number().positive().withoutDecimals().optional(),
})

for (const validator of [
  inviteValidator,
  roleValidator,
  auditValidator,
  setupValidator,
  loginValidator,
  profileValidator,
  accountValidator,
  codeValidator,
  confirmationValidator,
  invitationValidator,
  keyValidator,
]) {
  validator.messagesProvider = messages
}
