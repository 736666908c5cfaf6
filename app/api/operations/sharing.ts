import { operations, type Operation } from '#api/operation'
import { shareSchema } from '#api/people/sharing_json'
import { shareValidator } from '#api/people/validators'
import { flag, list, object } from '#api/schemas'

const locked = object({ locked: flag })

const of = (one: string): Record<string, Operation> => ({
  'locks.store': {
    summary: `Lock ${one}: it stays as it is until it is unlocked`,
    scope: 'write',
    answer: locked,
  },
  'locks.destroy': { summary: `Unlock ${one}`, scope: 'write', answer: locked },
  'people.index': {
    summary: `Whom you share ${one} of yours with`,
    scope: 'read',
    answer: object({ items: list(shareSchema) }),
  },
  'people.update': {
    summary: `Share ${one} of yours with somebody here, to look at or to edit`,
    scope: 'write',
    body: shareValidator,
    answer: shareSchema,
  },
  'people.destroy': {
    summary: `Share ${one} no longer with somebody`,
    scope: 'write',
    status: 204,
    answer: null,
  },
})

const under = (prefix: string, table: Record<string, Operation>) =>
  Object.fromEntries(Object.entries(table).map(([name, each]) => [`api.${prefix}.${name}`, each]))

export const sharingOperations = operations({
  ...under('assets', of('an item')),
  ...under('images', of('an image')),
  ...under('collections', of('a collection')),
})
