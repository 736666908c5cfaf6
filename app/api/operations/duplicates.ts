import { trashChangeSchema } from '#api/change_json'
import { groupsSchema } from '#api/duplicates/group_json'
import { operations, type Operation } from '#api/operation'
import { integer, object, text } from '#api/schemas'
import {
  duplicatesValidator,
  ignoreValidator,
  mergeValidator,
  moveValidator,
  selectionValidator,
} from '#api/validators'

const groups: Operation = {
  summary: 'Groups of pictures that are the same or nearly so, with the suggested keeper',
  scope: 'read',
  query: duplicatesValidator,
  answer: groupsSchema,
}

const changed = object({ change_id: text, count: integer, text })
const decided = object({ change_id: text, pairs: integer })

export const duplicateOperations = operations({
  'api.duplicates.index': groups,
  'api.images.duplicates.index': groups,
  'api.images.ignored.store': {
    summary: 'Say of pictures that they are no duplicates of each other, or variants',
    scope: 'write',
    body: ignoreValidator,
    answer: decided,
  },
  'api.images.ignored.destroy': {
    summary: 'Ask again about every pair among these pictures',
    scope: 'write',
    body: ignoreValidator,
    answer: object({ pairs: integer }),
  },
  'api.images.merges.store': {
    summary: 'Merge pictures into the one to keep; refuses what is not alike',
    scope: 'files',
    body: mergeValidator,
    answer: changed,
  },
  'api.actions.update': {
    summary: 'Move files to a writable source folder',
    scope: 'files',
    body: moveValidator,
    answer: changed,
  },
  'api.actions.destroy': {
    summary: 'Put items into the trash',
    scope: 'files',
    body: selectionValidator,
    status: 202,
    answer: trashChangeSchema,
  },
  'api.actions.store': {
    summary: 'Keep them all: no duplicates of each other',
    scope: 'write',
    body: selectionValidator,
    answer: decided,
  },
})
