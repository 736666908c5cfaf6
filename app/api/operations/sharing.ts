import { operations, type Operation } from '#api/operation'
import { flag, object } from '#api/schemas'

const locked = object({ locked: flag })

const of = (one: string): Record<string, Operation> => ({
  'locks.store': {
    summary: `Lock ${one}: it stays as it is until it is unlocked`,
    scope: 'write',
    answer: locked,
  },
  'locks.destroy': { summary: `Unlock ${one}`, scope: 'write', answer: locked },
})

const under = (prefix: string, table: Record<string, Operation>) =>
  Object.fromEntries(Object.entries(table).map(([name, each]) => [`api.${prefix}.${name}`, each]))

export const sharingOperations = operations({
  ...under('assets', of('an item')),
  ...under('images', of('an image')),
  ...under('collections', of('a collection')),
})
