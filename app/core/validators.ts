import vine from '@vinejs/vine'
import { themes } from '#core/appearance'

export const appearanceValidator = vine.create({
  theme: vine.enum(themes.map((theme) => theme.value)),
})
