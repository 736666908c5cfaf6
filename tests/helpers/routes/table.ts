import type { Ids } from '#tests/helpers/routes/world'
import { modelRoutes } from '#tests/helpers/routes/studio/models'
import { credentialRoutes } from '#tests/helpers/routes/studio/credentials'
import { orderRoutes } from '#tests/helpers/routes/studio/orders'
import { productRoutes } from '#tests/helpers/routes/studio/products'
import { projectRoutes } from '#tests/helpers/routes/studio/projects'
import { spendingRoutes } from '#tests/helpers/routes/studio/spending'
import { promptRoutes } from '#tests/helpers/routes/studio/prompts'
import { templateRoutes } from '#tests/helpers/routes/studio/templates'
import { wildcardRoutes } from '#tests/helpers/routes/studio/wildcards'

/**
 * Who a route lets in: people who are not logged in, everybody who is, who may change the library,
 * or administrators. `nobody` is for addresses that hold a secret, `stale` for what is gone. `owners` is for what others see and only its owner changes, `hidden` for what
 * only its owner knows of, `deciders` for that of an editor; `leaving` ends at the login.
 */
export type Access =
  | 'guests'
  | 'nobody'
  | 'stale'
  | 'leaving'
  | 'members'
  | 'editors'
  | 'admins'
  | 'owners'
  | 'hidden'
  | 'deciders'

/** What a share to edit lets in, and what a lock refuses. */
export interface Changing {
  invited?: true
  locked?: true
}

export interface Row extends Changing {
  to: Access
  /** What its `:id` is; of assets and collections it is also asked about private ones. */
  of?: keyof Ids
  query?: (ids: Ids) => Record<string, string>
  form?: (ids: Ids) => Record<string, string>
  /** A stream without an end: only refusals are looked at. */
  endless?: true
  /** Its sender proves itself by a signature instead of by the token of a page. */
  isSigned?: true
}

/** What cannot be taken back: the password has to have been given lately. */
export const confirmedRoutes = [
  'accounts.second_factors.create',
  'accounts.second_factors.store',
  'accounts.second_factors.destroy',
  'accounts.recovery_codes.store',
  'accounts.keys.store',
  'accounts.keys.destroy',
  'accounts.users.store',
  'accounts.users.update',
  'accounts.resets.store',
  'accounts.disablings.store',
  'accounts.disablings.destroy',
  'accounts.all_keys.destroy',
  'trash.purges.create',
  'trash.purges.store',
  'studio.credentials.create',
  'studio.credentials.store',
  'studio.credentials.edit',
  'studio.credentials.update',
  'studio.credentials.destroy',
]

export const to = (access: Access, more: Omit<Row, 'to'> = {}): Row => ({ to: access, ...more })
const asset = (access: Access, form?: Row['form'], more: Changing = {}) =>
  to(access, { of: 'asset', form, ...more })
const tag = (access: Access, form?: Row['form']) => to(access, { of: 'tag', form })
const collection = (access: Access, form?: Row['form'], more: Changing = {}) =>
  to(access, { of: 'collection', form, ...more })
/** Changes the words of it: theirs, too, with whom it was shared to edit, and nobody's while it is locked. */
const words = { invited: true, locked: true } as const
/** Changes more than its words. */
const matter = { locked: true } as const
const group = (access: Access, query?: Row['query'], form?: Row['form']) =>
  to(access, { of: 'group', query, form })
const folder = (form?: Row['form']) => to('admins', { of: 'folder', form })

const newPassword = { password: 'a whole new one', passwordConfirmation: 'a whole new one' }

const collectionForm = () => ({ name: 'New', visibility: 'everyone' })

const decided = (ids: Ids) => ({
  'members[0]': String(ids.asset),
  'members[1]': String(ids.other),
})

/** A new route gets a line here, in the order of `start/routes`. */
export const everyRoute: Record<string, Row> = {
  'home': to('guests'),
  'core.appearances.store': to('members'),
  'help.index': to('members'),

  /** Once there is an account, the first run leads to the login. */
  'accounts.setups.create': to('members'),
  'accounts.setups.store': to('members'),
  'accounts.sessions.create': to('guests'),
  'accounts.sessions.store': to('guests'),
  'accounts.sessions.destroy': to('leaving'),
  /** Without a password given before, there is no second step. */
  'accounts.codes.create': to('members'),
  'accounts.codes.store': to('members'),
  'accounts.invitations.show': to('nobody'),
  'accounts.invitations.store': to('nobody', { form: () => newPassword }),
  'accounts.profile.edit': to('members'),
  'accounts.profile.update': to('members'),
  'accounts.confirmations.create': to('members'),
  'accounts.confirmations.store': to('members'),
  'accounts.own_sessions.destroy': to('stale'),
  'accounts.own_keys.edit': to('members'),
  'accounts.own_keys.update': to('members'),
  'accounts.own_keys.destroy': to('members'),
  'accounts.keys.index': to('members'),
  'accounts.keys.store': to('members'),
  'accounts.keys.destroy': to('hidden', { of: 'key' }),
  'accounts.second_factors.create': to('members'),
  'accounts.second_factors.store': to('members'),
  'accounts.second_factors.destroy': to('members'),
  'accounts.recovery_codes.store': to('members'),
  'accounts.users.index': to('admins'),
  'accounts.users.store': to('admins'),
  'accounts.users.update': to('admins', { of: 'person' }),
  'accounts.resets.store': to('admins', { of: 'person' }),
  'accounts.disablings.store': to('admins', { of: 'person' }),
  'accounts.disablings.destroy': to('admins', { of: 'person' }),
  'accounts.all_keys.index': to('admins'),
  'accounts.all_keys.destroy': to('admins', { of: 'key' }),
  'accounts.audit_events.index': to('admins'),
  'accounts.audit_events.show': to('admins'),

  'queue.runs.index': to('members'),
  'queue.progress.index': to('members', { endless: true }),
  'queue.activity': to('members'),
  'queue.runs.show': to('hidden', { of: 'run' }),
  'queue.progress.show': to('hidden', { of: 'run', endless: true }),
  'queue.cancellations.store': to('hidden', { of: 'run' }),
  'queue.retries.store': to('hidden', { of: 'run' }),

  'library.assets.index': to('members'),
  'library.facets.index': to('members'),
  'library.completions.index': to('members'),
  'library.palettes.show': to('members'),
  'library.slideshows.show': to('members'),
  'library.changes.store': to('editors', {
    form: ({ asset: id }) => ({ 'do': 'tag', 'names': 'Fox', 'ids[]': String(id) }),
  }),
  'library.changes.destroy': to('editors', { of: 'change' }),

  'library.thumbnails.show': asset('members'),
  'library.originals.show': asset('members'),
  'library.assets.show': asset('members'),
  'library.marks.update': asset('members', () => ({ rating: '3' })),
  'library.visibilities.update': asset('owners', () => ({ visibility: 'everyone' }), matter),
  'library.fields.show': asset('members'),
  'library.fields.edit': asset('editors', undefined, words),
  'library.fields.update': asset('editors', () => ({ value: 'x' }), words),
  'library.fields.destroy': asset('editors', undefined, words),
  'library.asset_tags.store': asset('editors', () => ({ names: 'Fox' }), words),
  'library.asset_tags.destroy': asset('editors', undefined, words),
  'library.asset_collections.store': asset('editors', () => ({ name: 'New' })),
  'library.asset_collections.destroy': asset('editors', undefined, matter),
  'library.revisions.index': asset('members'),
  'library.reversions.store': asset('editors', undefined, words),
  'library.drifts.update': asset('editors', () => ({ drift: 'accept' }), matter),
  'library.versions.store': asset('editors', undefined, matter),
  'library.versions.show': asset('members'),
  'library.restorations.store': asset('editors', undefined, matter),
  'library.chunks.show': asset('members'),

  'library.imports.create': to('editors'),
  'library.imports.store': to('editors'),
  'library.source_folders.index': to('admins'),
  'library.source_folders.create': to('admins'),
  'library.source_folders.store': to('admins'),
  'library.source_folders.edit': folder(),
  'library.source_folders.update': folder(),
  'library.source_folders.destroy': folder(),
  'library.source_folders.scans.store': folder(),
  'library.source_folders.drifts.update': folder(),

  'library.collection_completions.index': to('members'),
  'library.collections.index': to('members'),
  'library.collections.store': to('editors', { form: collectionForm }),
  'library.collections.create': to('editors'),
  'library.collections.show': collection('members'),
  'library.collections.edit': collection('owners', undefined, words),
  'library.collections.update': collection(
    'owners',
    () => ({ name: 'New', visibility: 'private' }),
    words
  ),
  'library.collections.destroy': collection('owners', undefined, matter),
  'library.covers.update': collection('owners', (ids) => ({ assetId: String(ids.asset) }), words),
  'library.collection_assets.update': collection('editors', () => ({ to: 'first' }), words),
  'library.collection_assets.destroy': collection('editors', undefined, words),

  'library.views.index': to('members'),
  'library.views.store': to('members', { form: () => ({ name: 'New' }) }),
  'library.view_counts.index': to('members'),
  'library.views.edit': to('hidden', { of: 'view' }),
  'library.views.update': to('hidden', { of: 'view', form: () => ({ name: 'New' }) }),
  'library.views.destroy': to('hidden', { of: 'view' }),

  'library.tags.index': to('members'),
  'library.tag_completions.index': to('members'),
  'library.unused_tags.destroy': to('editors'),
  'library.tags.edit': tag('editors'),
  'library.tags.update': tag('editors', () => ({ name: 'New' })),
  'library.tags.destroy': tag('editors'),
  'library.tag_aliases.store': tag('editors', () => ({ name: 'New' })),
  'library.tag_aliases.destroy': tag('editors'),
  'library.tag_merges.create': tag('editors'),
  'library.tag_merges.store': tag('editors', () => ({ into: 'Fox' })),

  'library.sharings.show': asset('owners'),
  'library.shared_people.store': asset('owners', (ids) => ({ userId: String(ids.person) })),
  'library.shared_people.destroy': asset('owners'),
  'library.locks.store': asset('owners'),
  'library.locks.destroy': asset('owners'),
  'library.share_links.store': asset('owners'),
  'library.share_links.index': to('members'),
  'library.share_links.destroy': to('hidden', { of: 'link' }),
  'library.shared.show': to('nobody'),
  'library.shared.store': to('nobody', { form: () => ({ password: 'x' }) }),
  'library.shared.items.show': to('nobody', { of: 'asset' }),
  'library.shared.thumbnails.show': to('nobody', { of: 'asset' }),
  'library.shared.originals.show': to('nobody', { of: 'asset' }),

  'duplicates.groups.index': to('members'),
  'duplicates.groups.show': group('members'),
  'duplicates.merges.create': group('editors', (ids) => ({
    ...decided(ids),
    keeper: String(ids.asset),
  })),
  'duplicates.merges.store': group('editors', undefined, (ids) => ({
    ...decided(ids),
    keeper: String(ids.asset),
  })),
  'duplicates.decisions.store': group('editors', undefined, (ids) => ({
    ...decided(ids),
    verdict: 'different',
    keeper: String(ids.asset),
  })),
  'duplicates.postponements.store': group('members', undefined, decided),
  'duplicates.postponements.destroy': group('members', undefined, decided),
  'duplicates.decisions.index': to('members'),
  'duplicates.decisions.destroy': to('editors', { form: () => ({ 'ids[]': '1' }) }),
  'duplicates.changes.destroy': to('editors', { of: 'change' }),
  'duplicates.keeper_rules.edit': to('editors'),
  'duplicates.keeper_rules.update': to('editors'),
  'duplicates.settings.edit': to('admins'),
  'duplicates.settings.update': to('admins', {
    form: () => ({ preset: 'normal', workers: '2' }),
  }),
  'duplicates.plans.index': to('editors'),
  'duplicates.plans.store': to('editors', { form: () => ({ preset: 'bytes', of: 'page' }) }),
  'duplicates.plans.show': to('deciders', { of: 'plan' }),
  'duplicates.plans.destroy': to('deciders', { of: 'plan' }),
  'duplicates.plan_files.show': to('deciders', { of: 'plan' }),
  'duplicates.plan_files.store': to('editors'),
  'duplicates.plan_applications.store': to('deciders', { of: 'plan' }),
  'duplicates.plan_applications.destroy': to('deciders', { of: 'plan' }),
  'duplicates.variants.index': to('members'),
  'duplicates.coverage.show': to('members'),
  'duplicates.comparisons.show': to('members', {
    query: (ids) => ({ left: String(ids.asset), right: String(ids.other) }),
  }),

  'trash.items.index': to('editors'),
  'trash.items.store': to('editors', { form: (ids) => ({ 'ids[]': String(ids.asset) }) }),
  'trash.restorations.store': to('editors'),
  'trash.purges.create': to('editors'),
  'trash.purges.store': to('editors'),

  ...credentialRoutes,
  ...projectRoutes,
  ...templateRoutes,
  ...wildcardRoutes,
  ...promptRoutes,
  ...orderRoutes,
  ...modelRoutes,
  ...productRoutes,
  ...spendingRoutes,

  'backup.backups.index': to('admins'),
  'backup.backups.store': to('admins'),
  'backup.verifications.store': to('admins'),

  'health.live.show': to('guests'),
  'health.ready.show': to('guests'),
  'health.report.show': to('admins'),

  'api.manual': to('members'),
  'api.document': to('guests'),
}
