import type { Scope } from '#accounts/api_keys'
import { assetOperations } from '#api/operations/assets'
import { sharingOperations } from '#api/operations/sharing'
import type { Access, Changing } from '#tests/helpers/routes/table'
import type { Ids } from '#tests/helpers/routes/world'

/** Whom an operation of the API lets in, with a key of every scope; as the rows of pages do. */
export interface ApiRow extends Changing {
  to: Extract<Access, 'members' | 'editors' | 'admins' | 'owners' | 'hidden'>
  /** What its `:id` is; of what can be private it is also asked then, and of assets in the trash. */
  of?: keyof Ids
  json?: (ids: Ids) => object
}

const to = (
  access: ApiRow['to'],
  of?: keyof Ids,
  json?: ApiRow['json'],
  more: Changing = {}
): ApiRow => ({ to: access, of, json, ...more })

const words = { invited: true, locked: true } as const
const matter = { locked: true } as const

const assets: Record<string, ApiRow> = {
  'index': to('members'),
  'store': to('editors'),
  'trashings.store': to('editors'),
  'trashings.update': to('editors'),
  'purges.destroy': to('editors'),
  'show': to('members', 'asset'),
  'update': to('editors', 'asset', () => ({ notes: 'x' }), words),
  'trashings.destroy': to('editors', 'asset', undefined, matter),
  'files.show': to('members', 'asset'),
  'files.store': to('editors', 'asset', undefined, matter),
  'thumbnails.show': to('members', 'asset'),
  'metadata.show': to('members', 'asset'),
  'locks.store': to('owners', 'asset'),
  'locks.destroy': to('owners', 'asset'),
  'people.index': to('owners', 'asset'),
  'people.update': to('owners', 'asset', () => ({ may: 'edit' })),
  'people.destroy': to('owners', 'asset'),
}

/** What a key needs for each operation; those that stand nowhere here only read. */
export const operationsByScope: Record<Exclude<Scope, 'read'>, string[]> = {
  write: [
    ...both('update', 'locks.store', 'locks.destroy', 'people.update', 'people.destroy'),
    'api.collections.people.update',
    'api.collections.people.destroy',
    'api.collections.locks.store',
    'api.collections.locks.destroy',
    'api.collections.store',
    'api.collections.update',
    'api.collections.destroy',
    'api.collections.items.store',
    'api.collections.items.update',
    'api.collections.items.destroy',
    'api.saved_views.store',
    'api.saved_views.update',
    'api.saved_views.destroy',
    'api.images.ignored.store',
    'api.images.ignored.destroy',
    'api.actions.store',
    'api.jobs.cancellations.store',
    'api.jobs.retries.store',
    'api.projects.store',
    'api.projects.update',
    'api.products.update',
  ],
  files: [
    ...both('store', 'files.store', 'trashings.store', 'trashings.update', 'trashings.destroy'),
    'api.images.merges.store',
    'api.actions.update',
    'api.actions.destroy',
  ],
  generate: [
    'api.orders.store',
    'api.orders.destroy',
    'api.orders.placements.store',
    'api.orders.cancellations.store',
    'api.orders.retries.store',
  ],
  purge: both('purges.destroy'),
  admin: [
    'api.source_folders.index',
    'api.source_folders.store',
    'api.source_folders.show',
    'api.source_folders.update',
    'api.source_folders.destroy',
    'api.users.index',
    'api.users.show',
    'api.users.disablings.store',
    'api.users.disablings.destroy',
    'api.keys.index',
    'api.keys.destroy',
    'api.providers.index',
    'api.scans.store',
    'api.database.show',
    'api.health.show',
    'api.backups.index',
    'api.backups.store',
  ],
}

export function scopeOf(name: string): Scope {
  const [scope] = Object.entries(operationsByScope).find(([, names]) => names.includes(name)) ?? []
  return (scope as Scope | undefined) ?? 'read'
}

/** Items of every kind and images are asked for in the same ways. */
function both(...names: string[]) {
  return names.flatMap((name) => [`api.assets.${name}`, `api.images.${name}`])
}

/** A new operation gets a line here, and one above where it does more than read. */
export const everyOperation: Record<string, ApiRow> = {
  ...Object.fromEntries(
    Object.keys({ ...assetOperations, ...sharingOperations }).flatMap((name) => {
      const row = assets[name.replace(/^api\.(assets|images)\./, '')]
      return row ? [[name, row]] : []
    })
  ),
  'api.tags.index': to('members'),
  'api.duplicates.index': to('members'),
  'api.images.duplicates.index': to('members'),
  'api.images.ignored.store': to('editors'),
  'api.images.ignored.destroy': to('editors'),
  'api.images.merges.store': to('editors'),
  'api.actions.update': to('editors'),
  'api.actions.destroy': to('editors'),
  'api.actions.store': to('editors'),
  'api.scans.store': to('admins'),
  'api.scans.show': to('hidden', 'run'),
  'api.exports.show': to('members'),
  'api.database.show': to('admins'),
  'api.health.show': to('admins'),
  'api.backups.index': to('admins'),
  'api.backups.store': to('admins'),
  'api.jobs.index': to('members'),
  'api.jobs.show': to('hidden', 'run'),
  'api.jobs.cancellations.store': to('hidden', 'run'),
  'api.jobs.retries.store': to('hidden', 'run'),

  'api.collections.index': to('members'),
  'api.collections.store': to('editors'),
  'api.collections.show': to('members', 'collection'),
  'api.collections.update': to('owners', 'collection', undefined, words),
  'api.collections.destroy': to('owners', 'collection', undefined, matter),
  'api.collections.people.index': to('owners', 'collection'),
  'api.collections.people.update': to('owners', 'collection', () => ({ may: 'edit' })),
  'api.collections.people.destroy': to('owners', 'collection'),
  'api.collections.locks.store': to('owners', 'collection'),
  'api.collections.locks.destroy': to('owners', 'collection'),
  'api.collections.items.index': to('members', 'collection'),
  'api.collections.items.store': to('editors', 'collection', undefined, words),
  'api.collections.items.update': to('editors', 'collection', undefined, words),
  'api.collections.items.destroy': to('editors', 'collection', undefined, words),
  'api.saved_views.index': to('members'),
  'api.saved_views.store': to('members'),
  'api.saved_views.show': to('hidden', 'view'),
  'api.saved_views.update': to('hidden', 'view'),
  'api.saved_views.destroy': to('hidden', 'view'),
  'api.source_folders.index': to('admins'),
  'api.source_folders.store': to('admins'),
  'api.source_folders.show': to('admins', 'folder'),
  'api.source_folders.update': to('admins', 'folder'),
  'api.source_folders.destroy': to('admins', 'folder'),

  'api.projects.index': to('members'),
  'api.projects.store': to('editors'),
  'api.projects.show': to('members', 'project'),
  'api.projects.update': to('owners', 'project'),
  'api.products.index': to('members', 'project'),
  'api.products.update': to('owners', 'project'),
  'api.orders.index': to('members'),
  'api.orders.store': to('owners', undefined, ({ project }) => ({ project_id: project })),
  'api.orders.show': to('members', 'order'),
  'api.orders.destroy': to('hidden', 'draft'),
  'api.orders.placements.store': to('hidden', 'draft'),
  'api.orders.cancellations.store': to('owners', 'order'),
  'api.orders.retries.store': to('owners', 'order'),
  'api.templates.index': to('members'),
  'api.templates.show': to('members', 'template'),
  'api.models.index': to('members'),
  'api.models.show': to('members', 'model'),
  'api.providers.index': to('admins'),
  'api.expansions.store': to('members'),

  'api.me.show': to('members'),
  'api.users.index': to('admins'),
  'api.users.show': to('admins', 'person'),
  'api.users.disablings.store': to('admins', 'person'),
  'api.users.disablings.destroy': to('admins', 'person'),
  'api.keys.index': to('admins'),
  'api.keys.destroy': to('admins', 'key'),
  'api.routes.index': to('members'),
}
