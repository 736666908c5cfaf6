import { operations } from '#api/operation'
import { keySchema, meSchema, userSchema } from '#api/people/people_json'
import { list, object } from '#api/schemas'

export const peopleOperations = operations({
  'api.me.show': {
    summary: 'Whose key this is, and what it may',
    scope: 'read',
    answer: meSchema,
  },
  'api.users.index': {
    summary: 'Everybody who has an account',
    scope: 'admin',
    answer: object({ items: list(userSchema) }),
  },
  'api.users.show': {
    summary: 'Somebody who has an account',
    scope: 'admin',
    answer: userSchema,
  },
  'api.users.disablings.store': {
    summary: 'Shut somebody out: ends their sessions and keys at once',
    scope: 'admin',
    answer: userSchema,
  },
  'api.users.disablings.destroy': {
    summary: 'Let somebody in again',
    scope: 'admin',
    answer: userSchema,
  },
  'api.keys.index': {
    summary: 'The keys of everybody, without their values; new ones are made on a page',
    scope: 'admin',
    answer: object({ items: list(keySchema) }),
  },
  'api.keys.destroy': {
    summary: 'Revoke a key at once',
    scope: 'admin',
    status: 204,
    answer: null,
  },
})
