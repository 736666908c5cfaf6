import { assetDetailSchema, metadataSchema } from '#api/assets/asset_detail'
import { assetSchema } from '#api/assets/asset_json'
import { trashChangeSchema } from '#api/change_json'
import { jobSchema } from '#api/job_json'
import { operations, type Operation } from '#api/operation'
import { integer, list, object, orNull, page, text } from '#api/schemas'
import {
  assetListValidator,
  assetUpdateValidator,
  purgeValidator,
  selectionValidator,
  tagListValidator,
  thumbnailValidator,
  uploadValidator,
} from '#api/validators'

const of = (things: string, one: string) => ({
  'index': {
    summary: `Search ${things}: "q" in the search language, or the simple filters, or both`,
    scope: 'read' as const,
    query: assetListValidator,
    answer: page(assetSchema),
  },
  'store': {
    summary: 'Upload files, also in ZIPs; the job says what became of each',
    scope: 'files' as const,
    body: uploadValidator,
    files: 'files',
    status: 202,
    answer: jobSchema,
  },
  'show': {
    summary: `${one} with all that is known of how it was made`,
    scope: 'read' as const,
    answer: assetDetailSchema,
  },
  'update': {
    summary: `Change what is sent of ${one.toLowerCase()}; If-Match refuses what changed meanwhile`,
    scope: 'write' as const,
    body: assetUpdateValidator,
    answer: assetDetailSchema,
  },
  'files.show': {
    summary: 'Download the original',
    scope: 'read' as const,
    answer: '*/*',
  },
  'files.store': {
    summary: 'Give it another file; the former one stays as a version',
    scope: 'files' as const,
    files: 'file',
    status: 202,
    answer: jobSchema,
  },
  'thumbnails.show': {
    summary: 'A preview, 320, 640 or 2048 pixels long',
    scope: 'read' as const,
    query: thumbnailValidator,
    answer: 'image/webp',
  },
  'metadata.show': {
    summary: 'What was parsed, what people wrote over it, and the raw chunks',
    scope: 'read' as const,
    answer: metadataSchema,
  },
  'trashings.store': {
    summary: 'Put items into the trash; a job moves their files',
    scope: 'files' as const,
    body: selectionValidator,
    status: 202,
    answer: trashChangeSchema,
  },
  'trashings.update': {
    summary: 'Take items out of the trash, with all that was known about them',
    scope: 'files' as const,
    body: selectionValidator,
    status: 202,
    answer: trashChangeSchema,
  },
  'trashings.destroy': {
    summary: `Put ${one.toLowerCase()} into the trash`,
    scope: 'files' as const,
    status: 204,
    answer: null,
  },
  'purges.destroy': {
    summary: 'Remove for good what has been in the trash for so many days, 500 items at most',
    scope: 'purge' as const,
    query: purgeValidator,
    status: 202,
    answer: jobSchema,
    heavy: true,
  },
})

const under = (prefix: string, table: Record<string, Operation>) =>
  Object.fromEntries(Object.entries(table).map(([name, each]) => [`api.${prefix}.${name}`, each]))

export const assetOperations = operations({
  ...under('assets', of('items of every kind', 'An item')),
  ...under('images', of('images', 'An image')),
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
