import vine from '@vinejs/vine'

const password = () => vine.string().minLength(8).maxLength(200)

export const setupValidator = vine.create({
  fullName: vine.string().trim().minLength(1).maxLength(120),
  email: vine.string().trim().email().maxLength(254).normalizeEmail({ all_lowercase: true }),
  password: password(),
})

export const loginValidator = vine.create({
  email: vine.string().trim().toLowerCase(),
  password: vine.string(),
})
