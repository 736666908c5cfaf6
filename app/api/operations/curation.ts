import { assetSchema } from '#api/assets/asset_json'
import { collectionSchema } from '#api/curation/collection_json'
import { savedViewSchema } from '#api/curation/saved_view_json'
import { sourceFolderSchema } from '#api/curation/source_folder_json'
import {
  afterIdValidator,
  collectionItemsValidator,
  collectionUpdateValidator,
  collectValidator,
  newCollectionValidator,
  newSavedViewValidator,
  newSourceFolderValidator,
  placeValidator,
  savedViewUpdateValidator,
  sourceFolderUpdateValidator,
} from '#api/curation/validators'
import { operations } from '#api/operation'
import { integer, list, object, orNull, text } from '#api/schemas'

const changed = object({ change_id: text, count: integer, text })

export const curationOperations = operations({
  'api.collections.index': {
    summary: 'Collections by name, with how many items of each you see',
    scope: 'read',
    query: afterIdValidator,
    answer: object({ items: list(collectionSchema), next: orNull(text) }),
  },
  'api.collections.store': {
    summary: 'Make a collection',
    scope: 'write',
    body: newCollectionValidator,
    status: 201,
    answer: collectionSchema,
  },
  'api.collections.show': {
    summary: 'A collection; its "query" finds its items in a search',
    scope: 'read',
    answer: collectionSchema,
  },
  'api.collections.update': {
    summary: 'Change what is sent of a collection',
    scope: 'write',
    body: collectionUpdateValidator,
    answer: collectionSchema,
  },
  'api.collections.destroy': {
    summary: 'Delete a collection; its items stay in the library',
    scope: 'write',
    status: 204,
    answer: null,
  },
  'api.collections.items.index': {
    summary: 'The items of a collection in its own order',
    scope: 'read',
    query: collectionItemsValidator,
    answer: object({ items: list(assetSchema), total: integer, next: orNull(text) }),
  },
  'api.collections.items.store': {
    summary: 'Add items to the end of a collection',
    scope: 'write',
    body: collectValidator,
    answer: changed,
  },
  'api.collections.items.update': {
    summary: 'Move an item before another one of the collection, or to its end',
    scope: 'write',
    body: placeValidator,
    answer: changed,
  },
  'api.collections.items.destroy': {
    summary: 'Take items out of a collection; they stay in the library',
    scope: 'write',
    body: collectValidator,
    answer: changed,
  },
  'api.saved_views.index': {
    summary: 'Your saved views by name',
    scope: 'read',
    answer: object({ items: list(savedViewSchema) }),
  },
  'api.saved_views.store': {
    summary: 'Keep a search under a name; the same name again takes the new search',
    scope: 'write',
    body: newSavedViewValidator,
    status: 201,
    answer: savedViewSchema,
  },
  'api.saved_views.show': {
    summary: 'A saved view of yours',
    scope: 'read',
    answer: savedViewSchema,
  },
  'api.saved_views.update': {
    summary: 'Change what is sent of a saved view',
    scope: 'write',
    body: savedViewUpdateValidator,
    answer: savedViewSchema,
  },
  'api.saved_views.destroy': {
    summary: 'Delete a saved view',
    scope: 'write',
    status: 204,
    answer: null,
  },
  'api.source_folders.index': {
    summary: 'The source folders',
    scope: 'admin',
    answer: object({ items: list(sourceFolderSchema) }),
  },
  'api.source_folders.store': {
    summary: 'Take a folder of this machine into the library, and begin to scan it',
    scope: 'admin',
    body: newSourceFolderValidator,
    status: 201,
    answer: sourceFolderSchema,
  },
  'api.source_folders.show': {
    summary: 'A source folder',
    scope: 'admin',
    answer: sourceFolderSchema,
  },
  'api.source_folders.update': {
    summary: 'Change what is sent of a source folder, and scan it',
    scope: 'admin',
    body: sourceFolderUpdateValidator,
    answer: sourceFolderSchema,
  },
  'api.source_folders.destroy': {
    summary: 'Take a folder out of the library; no file is touched',
    scope: 'admin',
    status: 204,
    answer: null,
  },
})
