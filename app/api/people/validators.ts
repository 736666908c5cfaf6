import vine from '@vinejs/vine'

const id = () => vine.number().withoutDecimals().positive()

export const sharedPersonParams = vine.create({ params: vine.object({ user_id: id() }) })

export const shareValidator = vine.create({ may: vine.enum(['look', 'edit'] as const).optional() })
