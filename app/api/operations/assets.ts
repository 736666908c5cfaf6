import { assetDetailSchema, metadataSchema } from '#api/assets/asset_detail'
import { assetSchema } from '#api/assets/asset_json'
import { operations } from '#api/operation'
import { integer, list, object, orNull, page, text } from '#api/schemas'
import { assetListValidator, assetUpdateValidator, tagListValidator } from '#api/validators'

const of = (things: string, one: string) => ({
  index: {
    summary: `Search ${things}: "q" in the search language, or the simple filters, or both`,
    scope: 'read' as const,
    query: assetListValidator,
    answer: page(assetSchema),
  },
  show: {
    summary: `${one} with all that is known of how it was made`,
    scope: 'read' as const,
    answer: assetDetailSchema,
  },
  update: {
    summary: `Change what is sent of ${one.toLowerCase()}; If-Match refuses what changed meanwhile`,
    scope: 'write' as const,
    body: assetUpdateValidator,
    answer: assetDetailSchema,
  },
  metadata: {
    summary: 'What was parsed, what people wrote over it, and the raw chunks',
    scope: 'read' as const,
    answer: metadataSchema,
  },
})

const assets = of('items of every kind', 'An item')
const images = of('images', 'An image')

export const assetOperations = operations({
  'api.assets.index': assets.index,
  'api.assets.show': assets.show,
  'api.assets.update': assets.update,
  'api.assets.metadata.show': assets.metadata,
  'api.images.index': images.index,
  'api.images.show': images.show,
  'api.images.update': images.update,
  'api.images.metadata.show': images.metadata,
  'api.tags.index': {
    summary: 'Tags by name, with how many items of each you see',
    scope: 'read',
    query: tagListValidator,
    answer: object({
      items: list(
        object({
          id: integer,
          name: text,
          count: integer,
          aliases: list(text),
          parent: orNull(text),
        })
      ),
      next: orNull(text),
    }),
  },
})
