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

const newPassword = () => vine.string().minLength(8).maxLength(200)
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

export const profileValidator = vine.create({
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

for (const validator of [setupValidator, loginValidator, profileValidator, accountValidator]) {
  validator.messagesProvider = messages
}
