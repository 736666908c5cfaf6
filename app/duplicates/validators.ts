import vine from '@vinejs/vine'

const id = () => vine.number().withoutDecimals().positive()

export const comparisonModes = ['side', 'slider', 'flicker', 'difference'] as const
export type ComparisonMode = (typeof comparisonModes)[number]

export const comparisonValidator = vine.create({
  left: id(),
  right: id(),
  mode: vine.enum(comparisonModes).optional(),
  group: id().optional(),
})
