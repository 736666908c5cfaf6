import { operations } from '#api/operation'
import { list, object, text } from '#api/schemas'

export const manualOperations = operations({
  'api.routes.index': {
    summary: 'Every route of this API with what it does',
    scope: 'read',
    answer: object({
      items: list(object({ method: text, path: text, name: text, summary: text, scope: text })),
    }),
  },
})
