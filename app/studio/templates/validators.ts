import vine from '@vinejs/vine'
import { inputFields, parameterFields, recipeFields } from '#studio/templates/recipe_fields'

const id = () => vine.number().withoutDecimals().positive()
const params = () => vine.object({ id: id() })
const recipe = () => ({ ...recipeFields(), ...parameterFields(), inputs: inputFields() })

export const previewValidator = vine.create(recipe())

export const templateIndexValidator = vine.create({
  search: vine.string().maxLength(100).nullable().optional(),
  show: vine.enum(['favourites', 'mine'] as const).optional(),
  before: id().optional(),
})

export const templateIdValidator = vine.create({ params: params() })

export const templatePageValidator = vine.create({ params: params(), version: id().optional() })

export const newTemplateValidator = vine.create({
  order: id().optional(),
  asset: id().optional(),
  prompt: vine.string().maxLength(20_000).nullable().optional(),
})

export const templateValidator = vine.create({
  ...recipe(),
  name: vine.string().trim().minLength(1).maxLength(120),
  description: vine.string().maxLength(2_000).nullable().optional(),
  visibility: vine.enum(['everyone', 'private'] as const),
})

export const templateParametersValidator = vine.create(parameterFields())

export const templateFileValidator = vine.create({
  template: vine.file({ size: '1mb', extnames: ['json'] }),
})
