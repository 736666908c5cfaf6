import router from '@adonisjs/core/services/router'
import type User from '#accounts/models/user'

interface Entry {
  section: string
  label: string
  icon: string
  routeName: string
  /** Within reach of the thumb: shown in the bar of small screens, the others under More. */
  thumb?: boolean
  /** The rail shows it under this heading. */
  heading?: 'Studio'
  for?: 'editor' | 'admin'
}

/** The rail and the bottom bar. An entry whose route is not there yet is not shown. */
const entries: Entry[] = [
  {
    section: 'library',
    label: 'Library',
    icon: 'images',
    routeName: 'library.assets.index',
    thumb: true,
  },
  {
    section: 'collections',
    label: 'Collections',
    icon: 'library',
    routeName: 'library.collections.index',
  },
  {
    section: 'duplicates',
    label: 'Duplicates',
    icon: 'copy',
    routeName: 'duplicates.groups.index',
  },
  { section: 'tags', label: 'Tags', icon: 'tags', routeName: 'library.tags.index' },
  { section: 'views', label: 'Saved views', icon: 'bookmark', routeName: 'library.views.index' },
  {
    section: 'import',
    label: 'Import',
    icon: 'upload',
    routeName: 'library.imports.create',
    thumb: true,
    for: 'editor',
  },
  {
    section: 'projects',
    label: 'Projects',
    icon: 'palette',
    routeName: 'studio.projects.index',
    thumb: true,
    heading: 'Studio',
  },
  {
    section: 'orders',
    label: 'Orders',
    icon: 'receipt-text',
    routeName: 'studio.orders.index',
    heading: 'Studio',
  },
  {
    section: 'templates',
    label: 'Templates',
    icon: 'layout-template',
    routeName: 'studio.templates.index',
    heading: 'Studio',
  },
  {
    section: 'models',
    label: 'Models',
    icon: 'boxes',
    routeName: 'studio.models.index',
    heading: 'Studio',
  },
  {
    section: 'providers',
    label: 'Providers',
    icon: 'plug',
    routeName: 'studio.providers.index',
    heading: 'Studio',
  },
  {
    section: 'jobs',
    label: 'Jobs',
    icon: 'list-checks',
    routeName: 'queue.runs.index',
    thumb: true,
  },
  {
    section: 'trash',
    label: 'Trash',
    icon: 'trash-2',
    routeName: 'trash.items.index',
    for: 'editor',
  },
  {
    section: 'admin',
    label: 'Administration',
    icon: 'shield',
    routeName: 'accounts.users.index',
    for: 'admin',
  },
]

/** Asked twice for every page; what is there does not change while the program runs. */
let known: (Entry & { href: string })[] | undefined

export function navigation(user: User) {
  known ??= entries
    .filter((entry) => router.has(entry.routeName))
    .map((entry) => ({ ...entry, href: router.makeUrl(entry.routeName) }))
  return known.filter(
    (entry) => !entry.for || (entry.for === 'admin' ? user.isAdmin : user.canEdit)
  )
}
