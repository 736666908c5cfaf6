import '@adonisjs/core/types/http'

type ParamValue = string | number | bigint | boolean

export type ScannedRoutes = {
  ALL: {
    'studio.webhooks.store': { paramsTuple: [ParamValue,ParamValue]; params: {'provider': ParamValue,'token': ParamValue} }
    'home': { paramsTuple?: []; params?: {} }
    'core.appearances.store': { paramsTuple?: []; params?: {} }
    'accounts.invitations.show': { paramsTuple: [ParamValue]; params: {'token': ParamValue} }
    'accounts.invitations.store': { paramsTuple: [ParamValue]; params: {'token': ParamValue} }
    'accounts.setups.create': { paramsTuple?: []; params?: {} }
    'accounts.setups.store': { paramsTuple?: []; params?: {} }
    'accounts.sessions.create': { paramsTuple?: []; params?: {} }
    'accounts.sessions.store': { paramsTuple?: []; params?: {} }
    'accounts.codes.create': { paramsTuple?: []; params?: {} }
    'accounts.codes.store': { paramsTuple?: []; params?: {} }
    'accounts.sessions.destroy': { paramsTuple?: []; params?: {} }
    'accounts.profile.edit': { paramsTuple?: []; params?: {} }
    'accounts.profile.update': { paramsTuple?: []; params?: {} }
    'accounts.confirmations.create': { paramsTuple?: []; params?: {} }
    'accounts.confirmations.store': { paramsTuple?: []; params?: {} }
    'accounts.own_sessions.destroy': { paramsTuple: [ParamValue]; params: {'handle': ParamValue} }
    'accounts.keys.index': { paramsTuple?: []; params?: {} }
    'accounts.own_keys.edit': { paramsTuple?: []; params?: {} }
    'accounts.own_keys.update': { paramsTuple?: []; params?: {} }
    'accounts.own_keys.destroy': { paramsTuple?: []; params?: {} }
    'accounts.second_factors.create': { paramsTuple?: []; params?: {} }
    'accounts.second_factors.store': { paramsTuple?: []; params?: {} }
    'accounts.second_factors.destroy': { paramsTuple?: []; params?: {} }
    'accounts.recovery_codes.store': { paramsTuple?: []; params?: {} }
    'accounts.keys.store': { paramsTuple?: []; params?: {} }
    'accounts.keys.destroy': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'accounts.users.index': { paramsTuple?: []; params?: {} }
    'accounts.all_keys.index': { paramsTuple?: []; params?: {} }
    'accounts.audit_events.index': { paramsTuple?: []; params?: {} }
    'accounts.audit_events.show': { paramsTuple?: []; params?: {} }
    'accounts.users.store': { paramsTuple?: []; params?: {} }
    'accounts.users.update': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'accounts.resets.store': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'accounts.disablings.store': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'accounts.disablings.destroy': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'accounts.all_keys.destroy': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'queue.runs.index': { paramsTuple?: []; params?: {} }
    'queue.progress.index': { paramsTuple?: []; params?: {} }
    'queue.activity': { paramsTuple?: []; params?: {} }
    'queue.runs.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'queue.progress.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'queue.cancellations.store': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'queue.retries.store': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'library.assets.index': { paramsTuple?: []; params?: {} }
    'library.facets.index': { paramsTuple?: []; params?: {} }
    'library.completions.index': { paramsTuple?: []; params?: {} }
    'library.palettes.show': { paramsTuple?: []; params?: {} }
    'library.slideshows.show': { paramsTuple?: []; params?: {} }
    'library.changes.store': { paramsTuple?: []; params?: {} }
    'library.changes.destroy': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'help.index': { paramsTuple?: []; params?: {} }
    'library.thumbnails.show': { paramsTuple: [ParamValue,ParamValue]; params: {'id': ParamValue,'size': ParamValue} }
    'library.originals.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'library.assets.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'library.marks.update': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'library.visibilities.update': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'library.fields.show': { paramsTuple: [ParamValue,ParamValue]; params: {'id': ParamValue,'field': ParamValue} }
    'library.fields.edit': { paramsTuple: [ParamValue,ParamValue]; params: {'id': ParamValue,'field': ParamValue} }
    'library.fields.update': { paramsTuple: [ParamValue,ParamValue]; params: {'id': ParamValue,'field': ParamValue} }
    'library.fields.destroy': { paramsTuple: [ParamValue,ParamValue]; params: {'id': ParamValue,'field': ParamValue} }
    'library.asset_tags.store': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'library.asset_tags.destroy': { paramsTuple: [ParamValue,ParamValue]; params: {'id': ParamValue,'tagId': ParamValue} }
    'library.asset_collections.store': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'library.asset_collections.destroy': { paramsTuple: [ParamValue,ParamValue]; params: {'id': ParamValue,'collectionId': ParamValue} }
    'library.revisions.index': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'library.reversions.store': { paramsTuple: [ParamValue,ParamValue]; params: {'id': ParamValue,'revisionId': ParamValue} }
    'library.drifts.update': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'library.versions.store': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'library.versions.show': { paramsTuple: [ParamValue,ParamValue]; params: {'id': ParamValue,'versionId': ParamValue} }
    'library.restorations.store': { paramsTuple: [ParamValue,ParamValue]; params: {'id': ParamValue,'versionId': ParamValue} }
    'library.chunks.show': { paramsTuple: [ParamValue,ParamValue]; params: {'id': ParamValue,'chunkId': ParamValue} }
    'library.imports.create': { paramsTuple?: []; params?: {} }
    'library.imports.store': { paramsTuple?: []; params?: {} }
    'library.source_folders.index': { paramsTuple?: []; params?: {} }
    'library.source_folders.create': { paramsTuple?: []; params?: {} }
    'library.source_folders.store': { paramsTuple?: []; params?: {} }
    'library.source_folders.edit': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'library.source_folders.update': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'library.source_folders.destroy': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'library.source_folders.scans.store': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'library.source_folders.drifts.update': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'library.collection_completions.index': { paramsTuple?: []; params?: {} }
    'library.collections.index': { paramsTuple?: []; params?: {} }
    'library.collections.store': { paramsTuple?: []; params?: {} }
    'library.collections.create': { paramsTuple?: []; params?: {} }
    'library.collections.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'library.collections.edit': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'library.collections.update': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'library.collections.destroy': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'library.covers.update': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'library.collection_assets.update': { paramsTuple: [ParamValue,ParamValue]; params: {'id': ParamValue,'assetId': ParamValue} }
    'library.collection_assets.destroy': { paramsTuple: [ParamValue,ParamValue]; params: {'id': ParamValue,'assetId': ParamValue} }
    'library.views.index': { paramsTuple?: []; params?: {} }
    'library.views.store': { paramsTuple?: []; params?: {} }
    'library.view_counts.index': { paramsTuple?: []; params?: {} }
    'library.views.edit': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'library.views.update': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'library.views.destroy': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'library.tags.index': { paramsTuple?: []; params?: {} }
    'library.tag_completions.index': { paramsTuple?: []; params?: {} }
    'library.unused_tags.destroy': { paramsTuple?: []; params?: {} }
    'library.tags.edit': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'library.tags.update': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'library.tags.destroy': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'library.tag_aliases.store': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'library.tag_aliases.destroy': { paramsTuple: [ParamValue,ParamValue]; params: {'id': ParamValue,'slug': ParamValue} }
    'library.tag_merges.create': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'library.tag_merges.store': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'library.sharings.show': { paramsTuple: [ParamValue,ParamValue]; params: {'place': ParamValue,'id': ParamValue} }
    'library.share_links.store': { paramsTuple: [ParamValue,ParamValue]; params: {'place': ParamValue,'id': ParamValue} }
    'library.shared_people.store': { paramsTuple: [ParamValue,ParamValue]; params: {'place': ParamValue,'id': ParamValue} }
    'library.shared_people.destroy': { paramsTuple: [ParamValue,ParamValue,ParamValue]; params: {'place': ParamValue,'id': ParamValue,'userId': ParamValue} }
    'library.locks.store': { paramsTuple: [ParamValue,ParamValue]; params: {'place': ParamValue,'id': ParamValue} }
    'library.locks.destroy': { paramsTuple: [ParamValue,ParamValue]; params: {'place': ParamValue,'id': ParamValue} }
    'library.share_links.index': { paramsTuple?: []; params?: {} }
    'library.share_links.destroy': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'library.shared.show': { paramsTuple: [ParamValue]; params: {'token': ParamValue} }
    'library.shared.store': { paramsTuple: [ParamValue]; params: {'token': ParamValue} }
    'library.shared.items.show': { paramsTuple: [ParamValue,ParamValue]; params: {'token': ParamValue,'id': ParamValue} }
    'library.shared.thumbnails.show': { paramsTuple: [ParamValue,ParamValue,ParamValue]; params: {'token': ParamValue,'id': ParamValue,'size': ParamValue} }
    'library.shared.originals.show': { paramsTuple: [ParamValue,ParamValue]; params: {'token': ParamValue,'id': ParamValue} }
    'duplicates.groups.index': { paramsTuple?: []; params?: {} }
    'duplicates.groups.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'duplicates.merges.create': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'duplicates.merges.store': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'duplicates.decisions.store': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'duplicates.postponements.store': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'duplicates.postponements.destroy': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'duplicates.decisions.index': { paramsTuple?: []; params?: {} }
    'duplicates.decisions.destroy': { paramsTuple?: []; params?: {} }
    'duplicates.changes.destroy': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'duplicates.keeper_rules.edit': { paramsTuple?: []; params?: {} }
    'duplicates.keeper_rules.update': { paramsTuple?: []; params?: {} }
    'duplicates.settings.edit': { paramsTuple?: []; params?: {} }
    'duplicates.settings.update': { paramsTuple?: []; params?: {} }
    'duplicates.plans.index': { paramsTuple?: []; params?: {} }
    'duplicates.plans.store': { paramsTuple?: []; params?: {} }
    'duplicates.plans.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'duplicates.plans.destroy': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'duplicates.plan_files.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'duplicates.plan_files.store': { paramsTuple?: []; params?: {} }
    'duplicates.plan_applications.store': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'duplicates.plan_applications.destroy': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'duplicates.variants.index': { paramsTuple?: []; params?: {} }
    'duplicates.coverage.show': { paramsTuple?: []; params?: {} }
    'duplicates.comparisons.show': { paramsTuple?: []; params?: {} }
    'trash.items.index': { paramsTuple?: []; params?: {} }
    'trash.items.store': { paramsTuple?: []; params?: {} }
    'trash.restorations.store': { paramsTuple?: []; params?: {} }
    'trash.purges.create': { paramsTuple?: []; params?: {} }
    'trash.purges.store': { paramsTuple?: []; params?: {} }
    'studio.projects.index': { paramsTuple?: []; params?: {} }
    'studio.projects.store': { paramsTuple?: []; params?: {} }
    'studio.projects.create': { paramsTuple?: []; params?: {} }
    'studio.projects.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'studio.projects.edit': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'studio.projects.update': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'studio.project_archives.store': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'studio.project_archives.destroy': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'studio.project_members.store': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'studio.project_members.destroy': { paramsTuple: [ParamValue,ParamValue]; params: {'id': ParamValue,'userId': ParamValue} }
    'studio.project_budgets.update': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'studio.products.index': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'studio.product_stages.update': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'studio.product_comparisons.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'studio.product_grids.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'studio.orders.index': { paramsTuple?: []; params?: {} }
    'studio.drafts.create': { paramsTuple?: []; params?: {} }
    'studio.model_choices.index': { paramsTuple?: []; params?: {} }
    'studio.picture_choices.index': { paramsTuple?: []; params?: {} }
    'studio.drafts.store': { paramsTuple?: []; params?: {} }
    'studio.placements.store': { paramsTuple?: []; params?: {} }
    'studio.orders.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'studio.order_progress.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'studio.drafts.edit': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'studio.drafts.destroy': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'studio.order_cancellations.store': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'studio.order_retries.store': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'studio.order_copies.store': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'studio.credentials.index': { paramsTuple?: []; params?: {} }
    'studio.credentials.create': { paramsTuple?: []; params?: {} }
    'studio.credentials.store': { paramsTuple?: []; params?: {} }
    'studio.credentials.edit': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'studio.credentials.update': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'studio.credentials.destroy': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'studio.credential_checks.store': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'studio.spending.index': { paramsTuple?: []; params?: {} }
    'studio.spending_files.show': { paramsTuple?: []; params?: {} }
    'studio.person_budgets.update': { paramsTuple?: []; params?: {} }
    'studio.templates.index': { paramsTuple?: []; params?: {} }
    'studio.templates.store': { paramsTuple?: []; params?: {} }
    'studio.templates.create': { paramsTuple?: []; params?: {} }
    'studio.template_parameters.index': { paramsTuple?: []; params?: {} }
    'studio.previews.store': { paramsTuple?: []; params?: {} }
    'studio.template_files.store': { paramsTuple?: []; params?: {} }
    'studio.templates.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'studio.templates.edit': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'studio.templates.update': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'studio.templates.destroy': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'studio.template_files.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'studio.template_favourites.store': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'studio.template_favourites.destroy': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'backup.backups.index': { paramsTuple?: []; params?: {} }
    'backup.backups.store': { paramsTuple?: []; params?: {} }
    'backup.verifications.store': { paramsTuple: [ParamValue]; params: {'name': ParamValue} }
    'health.live.show': { paramsTuple?: []; params?: {} }
    'health.ready.show': { paramsTuple?: []; params?: {} }
    'health.report.show': { paramsTuple?: []; params?: {} }
    'api.manual': { paramsTuple?: []; params?: {} }
    'api.document': { paramsTuple?: []; params?: {} }
    'api.assets.index': { paramsTuple?: []; params?: {} }
    'api.assets.store': { paramsTuple?: []; params?: {} }
    'api.assets.trashings.store': { paramsTuple?: []; params?: {} }
    'api.assets.trashings.update': { paramsTuple?: []; params?: {} }
    'api.assets.purges.destroy': { paramsTuple?: []; params?: {} }
    'api.assets.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.assets.update': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.assets.trashings.destroy': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.assets.files.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.assets.files.store': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.assets.thumbnails.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.assets.metadata.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.images.index': { paramsTuple?: []; params?: {} }
    'api.images.store': { paramsTuple?: []; params?: {} }
    'api.images.trashings.store': { paramsTuple?: []; params?: {} }
    'api.images.trashings.update': { paramsTuple?: []; params?: {} }
    'api.images.purges.destroy': { paramsTuple?: []; params?: {} }
    'api.images.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.images.update': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.images.trashings.destroy': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.images.files.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.images.files.store': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.images.thumbnails.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.images.metadata.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.assets.locks.store': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.assets.locks.destroy': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.assets.people.index': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.assets.people.update': { paramsTuple: [ParamValue,ParamValue]; params: {'id': ParamValue,'user_id': ParamValue} }
    'api.assets.people.destroy': { paramsTuple: [ParamValue,ParamValue]; params: {'id': ParamValue,'user_id': ParamValue} }
    'api.images.locks.store': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.images.locks.destroy': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.images.people.index': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.images.people.update': { paramsTuple: [ParamValue,ParamValue]; params: {'id': ParamValue,'user_id': ParamValue} }
    'api.images.people.destroy': { paramsTuple: [ParamValue,ParamValue]; params: {'id': ParamValue,'user_id': ParamValue} }
    'api.collections.locks.store': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.collections.locks.destroy': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.collections.people.index': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.collections.people.update': { paramsTuple: [ParamValue,ParamValue]; params: {'id': ParamValue,'user_id': ParamValue} }
    'api.collections.people.destroy': { paramsTuple: [ParamValue,ParamValue]; params: {'id': ParamValue,'user_id': ParamValue} }
    'api.tags.index': { paramsTuple?: []; params?: {} }
    'api.duplicates.index': { paramsTuple?: []; params?: {} }
    'api.images.duplicates.index': { paramsTuple?: []; params?: {} }
    'api.images.ignored.store': { paramsTuple?: []; params?: {} }
    'api.images.ignored.destroy': { paramsTuple?: []; params?: {} }
    'api.images.merges.store': { paramsTuple?: []; params?: {} }
    'api.actions.update': { paramsTuple?: []; params?: {} }
    'api.actions.destroy': { paramsTuple?: []; params?: {} }
    'api.actions.store': { paramsTuple?: []; params?: {} }
    'api.scans.store': { paramsTuple?: []; params?: {} }
    'api.scans.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.exports.show': { paramsTuple?: []; params?: {} }
    'api.health.show': { paramsTuple?: []; params?: {} }
    'api.database.show': { paramsTuple?: []; params?: {} }
    'api.jobs.index': { paramsTuple?: []; params?: {} }
    'api.backups.index': { paramsTuple?: []; params?: {} }
    'api.backups.store': { paramsTuple?: []; params?: {} }
    'api.jobs.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.jobs.cancellations.store': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.jobs.retries.store': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.collections.index': { paramsTuple?: []; params?: {} }
    'api.collections.store': { paramsTuple?: []; params?: {} }
    'api.collections.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.collections.update': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.collections.destroy': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.saved_views.index': { paramsTuple?: []; params?: {} }
    'api.saved_views.store': { paramsTuple?: []; params?: {} }
    'api.saved_views.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.saved_views.update': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.saved_views.destroy': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.source_folders.index': { paramsTuple?: []; params?: {} }
    'api.source_folders.store': { paramsTuple?: []; params?: {} }
    'api.source_folders.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.source_folders.update': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.source_folders.destroy': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.collections.items.index': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.collections.items.store': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.collections.items.destroy': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.collections.items.update': { paramsTuple: [ParamValue,ParamValue]; params: {'id': ParamValue,'asset_id': ParamValue} }
    'api.projects.index': { paramsTuple?: []; params?: {} }
    'api.projects.store': { paramsTuple?: []; params?: {} }
    'api.projects.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.projects.update': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.products.index': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.products.update': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.orders.index': { paramsTuple?: []; params?: {} }
    'api.orders.store': { paramsTuple?: []; params?: {} }
    'api.orders.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.orders.destroy': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.orders.placements.store': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.orders.cancellations.store': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.orders.retries.store': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.templates.index': { paramsTuple?: []; params?: {} }
    'api.templates.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.models.index': { paramsTuple?: []; params?: {} }
    'api.models.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.providers.index': { paramsTuple?: []; params?: {} }
    'api.expansions.store': { paramsTuple?: []; params?: {} }
    'api.me.show': { paramsTuple?: []; params?: {} }
    'api.users.index': { paramsTuple?: []; params?: {} }
    'api.users.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.users.disablings.store': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.users.disablings.destroy': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.keys.index': { paramsTuple?: []; params?: {} }
    'api.keys.destroy': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.routes.index': { paramsTuple?: []; params?: {} }
    'studio.models.index': { paramsTuple?: []; params?: {} }
    'studio.models.create': { paramsTuple?: []; params?: {} }
    'studio.models.store': { paramsTuple?: []; params?: {} }
    'studio.model_refreshes.store': { paramsTuple?: []; params?: {} }
    'studio.models.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'studio.models.edit': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'studio.models.update': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'studio.models.destroy': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'studio.model_favourites.store': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'studio.model_favourites.destroy': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'studio.model_descriptions.update': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'studio.wildcards.index': { paramsTuple?: []; params?: {} }
    'studio.wildcards.store': { paramsTuple?: []; params?: {} }
    'studio.wildcards.create': { paramsTuple?: []; params?: {} }
    'studio.wildcards.show': { paramsTuple?: []; params?: {} }
    'studio.wildcard_files.store': { paramsTuple?: []; params?: {} }
    'studio.wildcards.edit': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'studio.wildcards.update': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'studio.wildcards.destroy': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'studio.prompts.index': { paramsTuple?: []; params?: {} }
    'studio.builder.show': { paramsTuple?: []; params?: {} }
    'studio.prompt_blocks.store': { paramsTuple?: []; params?: {} }
    'studio.prompt_blocks.destroy': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
  }
  POST: {
    'studio.webhooks.store': { paramsTuple: [ParamValue,ParamValue]; params: {'provider': ParamValue,'token': ParamValue} }
    'core.appearances.store': { paramsTuple?: []; params?: {} }
    'accounts.invitations.store': { paramsTuple: [ParamValue]; params: {'token': ParamValue} }
    'accounts.setups.store': { paramsTuple?: []; params?: {} }
    'accounts.sessions.store': { paramsTuple?: []; params?: {} }
    'accounts.codes.store': { paramsTuple?: []; params?: {} }
    'accounts.sessions.destroy': { paramsTuple?: []; params?: {} }
    'accounts.profile.update': { paramsTuple?: []; params?: {} }
    'accounts.confirmations.store': { paramsTuple?: []; params?: {} }
    'accounts.own_sessions.destroy': { paramsTuple: [ParamValue]; params: {'handle': ParamValue} }
    'accounts.second_factors.store': { paramsTuple?: []; params?: {} }
    'accounts.second_factors.destroy': { paramsTuple?: []; params?: {} }
    'accounts.recovery_codes.store': { paramsTuple?: []; params?: {} }
    'accounts.keys.store': { paramsTuple?: []; params?: {} }
    'accounts.keys.destroy': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'accounts.users.store': { paramsTuple?: []; params?: {} }
    'accounts.users.update': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'accounts.resets.store': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'accounts.disablings.store': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'accounts.disablings.destroy': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'accounts.all_keys.destroy': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'queue.cancellations.store': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'queue.retries.store': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'library.changes.store': { paramsTuple?: []; params?: {} }
    'library.asset_tags.store': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'library.asset_collections.store': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'library.reversions.store': { paramsTuple: [ParamValue,ParamValue]; params: {'id': ParamValue,'revisionId': ParamValue} }
    'library.versions.store': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'library.restorations.store': { paramsTuple: [ParamValue,ParamValue]; params: {'id': ParamValue,'versionId': ParamValue} }
    'library.imports.store': { paramsTuple?: []; params?: {} }
    'library.source_folders.store': { paramsTuple?: []; params?: {} }
    'library.source_folders.scans.store': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'library.collections.store': { paramsTuple?: []; params?: {} }
    'library.views.store': { paramsTuple?: []; params?: {} }
    'library.tag_aliases.store': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'library.tag_merges.store': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'library.share_links.store': { paramsTuple: [ParamValue,ParamValue]; params: {'place': ParamValue,'id': ParamValue} }
    'library.shared_people.store': { paramsTuple: [ParamValue,ParamValue]; params: {'place': ParamValue,'id': ParamValue} }
    'library.shared_people.destroy': { paramsTuple: [ParamValue,ParamValue,ParamValue]; params: {'place': ParamValue,'id': ParamValue,'userId': ParamValue} }
    'library.locks.store': { paramsTuple: [ParamValue,ParamValue]; params: {'place': ParamValue,'id': ParamValue} }
    'library.share_links.destroy': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'library.shared.store': { paramsTuple: [ParamValue]; params: {'token': ParamValue} }
    'duplicates.merges.store': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'duplicates.decisions.store': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'duplicates.postponements.store': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'duplicates.plans.store': { paramsTuple?: []; params?: {} }
    'duplicates.plan_files.store': { paramsTuple?: []; params?: {} }
    'duplicates.plan_applications.store': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'trash.items.store': { paramsTuple?: []; params?: {} }
    'trash.restorations.store': { paramsTuple?: []; params?: {} }
    'trash.purges.store': { paramsTuple?: []; params?: {} }
    'studio.projects.store': { paramsTuple?: []; params?: {} }
    'studio.project_archives.store': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'studio.project_members.store': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'studio.drafts.store': { paramsTuple?: []; params?: {} }
    'studio.placements.store': { paramsTuple?: []; params?: {} }
    'studio.order_cancellations.store': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'studio.order_retries.store': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'studio.order_copies.store': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'studio.credentials.store': { paramsTuple?: []; params?: {} }
    'studio.credential_checks.store': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'studio.templates.store': { paramsTuple?: []; params?: {} }
    'studio.previews.store': { paramsTuple?: []; params?: {} }
    'studio.template_files.store': { paramsTuple?: []; params?: {} }
    'studio.template_favourites.store': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'backup.backups.store': { paramsTuple?: []; params?: {} }
    'backup.verifications.store': { paramsTuple: [ParamValue]; params: {'name': ParamValue} }
    'api.assets.store': { paramsTuple?: []; params?: {} }
    'api.assets.trashings.store': { paramsTuple?: []; params?: {} }
    'api.assets.trashings.update': { paramsTuple?: []; params?: {} }
    'api.assets.files.store': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.images.store': { paramsTuple?: []; params?: {} }
    'api.images.trashings.store': { paramsTuple?: []; params?: {} }
    'api.images.trashings.update': { paramsTuple?: []; params?: {} }
    'api.images.files.store': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.assets.locks.store': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.images.locks.store': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.collections.locks.store': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.images.ignored.store': { paramsTuple?: []; params?: {} }
    'api.images.merges.store': { paramsTuple?: []; params?: {} }
    'api.actions.update': { paramsTuple?: []; params?: {} }
    'api.actions.destroy': { paramsTuple?: []; params?: {} }
    'api.actions.store': { paramsTuple?: []; params?: {} }
    'api.scans.store': { paramsTuple?: []; params?: {} }
    'api.backups.store': { paramsTuple?: []; params?: {} }
    'api.jobs.cancellations.store': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.jobs.retries.store': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.collections.store': { paramsTuple?: []; params?: {} }
    'api.saved_views.store': { paramsTuple?: []; params?: {} }
    'api.source_folders.store': { paramsTuple?: []; params?: {} }
    'api.collections.items.store': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.projects.store': { paramsTuple?: []; params?: {} }
    'api.orders.store': { paramsTuple?: []; params?: {} }
    'api.orders.placements.store': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.orders.cancellations.store': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.orders.retries.store': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.expansions.store': { paramsTuple?: []; params?: {} }
    'api.users.disablings.store': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.users.disablings.destroy': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'studio.models.store': { paramsTuple?: []; params?: {} }
    'studio.model_refreshes.store': { paramsTuple?: []; params?: {} }
    'studio.model_favourites.store': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'studio.wildcards.store': { paramsTuple?: []; params?: {} }
    'studio.wildcard_files.store': { paramsTuple?: []; params?: {} }
    'studio.prompt_blocks.store': { paramsTuple?: []; params?: {} }
  }
  GET: {
    'home': { paramsTuple?: []; params?: {} }
    'accounts.invitations.show': { paramsTuple: [ParamValue]; params: {'token': ParamValue} }
    'accounts.setups.create': { paramsTuple?: []; params?: {} }
    'accounts.sessions.create': { paramsTuple?: []; params?: {} }
    'accounts.codes.create': { paramsTuple?: []; params?: {} }
    'accounts.profile.edit': { paramsTuple?: []; params?: {} }
    'accounts.confirmations.create': { paramsTuple?: []; params?: {} }
    'accounts.keys.index': { paramsTuple?: []; params?: {} }
    'accounts.own_keys.edit': { paramsTuple?: []; params?: {} }
    'accounts.second_factors.create': { paramsTuple?: []; params?: {} }
    'accounts.users.index': { paramsTuple?: []; params?: {} }
    'accounts.all_keys.index': { paramsTuple?: []; params?: {} }
    'accounts.audit_events.index': { paramsTuple?: []; params?: {} }
    'accounts.audit_events.show': { paramsTuple?: []; params?: {} }
    'queue.runs.index': { paramsTuple?: []; params?: {} }
    'queue.progress.index': { paramsTuple?: []; params?: {} }
    'queue.activity': { paramsTuple?: []; params?: {} }
    'queue.runs.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'queue.progress.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'library.assets.index': { paramsTuple?: []; params?: {} }
    'library.facets.index': { paramsTuple?: []; params?: {} }
    'library.completions.index': { paramsTuple?: []; params?: {} }
    'library.palettes.show': { paramsTuple?: []; params?: {} }
    'library.slideshows.show': { paramsTuple?: []; params?: {} }
    'help.index': { paramsTuple?: []; params?: {} }
    'library.thumbnails.show': { paramsTuple: [ParamValue,ParamValue]; params: {'id': ParamValue,'size': ParamValue} }
    'library.originals.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'library.assets.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'library.fields.show': { paramsTuple: [ParamValue,ParamValue]; params: {'id': ParamValue,'field': ParamValue} }
    'library.fields.edit': { paramsTuple: [ParamValue,ParamValue]; params: {'id': ParamValue,'field': ParamValue} }
    'library.revisions.index': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'library.versions.show': { paramsTuple: [ParamValue,ParamValue]; params: {'id': ParamValue,'versionId': ParamValue} }
    'library.chunks.show': { paramsTuple: [ParamValue,ParamValue]; params: {'id': ParamValue,'chunkId': ParamValue} }
    'library.imports.create': { paramsTuple?: []; params?: {} }
    'library.source_folders.index': { paramsTuple?: []; params?: {} }
    'library.source_folders.create': { paramsTuple?: []; params?: {} }
    'library.source_folders.edit': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'library.collection_completions.index': { paramsTuple?: []; params?: {} }
    'library.collections.index': { paramsTuple?: []; params?: {} }
    'library.collections.create': { paramsTuple?: []; params?: {} }
    'library.collections.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'library.collections.edit': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'library.views.index': { paramsTuple?: []; params?: {} }
    'library.view_counts.index': { paramsTuple?: []; params?: {} }
    'library.views.edit': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'library.tags.index': { paramsTuple?: []; params?: {} }
    'library.tag_completions.index': { paramsTuple?: []; params?: {} }
    'library.tags.edit': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'library.tag_merges.create': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'library.sharings.show': { paramsTuple: [ParamValue,ParamValue]; params: {'place': ParamValue,'id': ParamValue} }
    'library.share_links.index': { paramsTuple?: []; params?: {} }
    'library.shared.show': { paramsTuple: [ParamValue]; params: {'token': ParamValue} }
    'library.shared.items.show': { paramsTuple: [ParamValue,ParamValue]; params: {'token': ParamValue,'id': ParamValue} }
    'library.shared.thumbnails.show': { paramsTuple: [ParamValue,ParamValue,ParamValue]; params: {'token': ParamValue,'id': ParamValue,'size': ParamValue} }
    'library.shared.originals.show': { paramsTuple: [ParamValue,ParamValue]; params: {'token': ParamValue,'id': ParamValue} }
    'duplicates.groups.index': { paramsTuple?: []; params?: {} }
    'duplicates.groups.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'duplicates.merges.create': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'duplicates.decisions.index': { paramsTuple?: []; params?: {} }
    'duplicates.keeper_rules.edit': { paramsTuple?: []; params?: {} }
    'duplicates.settings.edit': { paramsTuple?: []; params?: {} }
    'duplicates.plans.index': { paramsTuple?: []; params?: {} }
    'duplicates.plans.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'duplicates.plan_files.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'duplicates.variants.index': { paramsTuple?: []; params?: {} }
    'duplicates.coverage.show': { paramsTuple?: []; params?: {} }
    'duplicates.comparisons.show': { paramsTuple?: []; params?: {} }
    'trash.items.index': { paramsTuple?: []; params?: {} }
    'trash.purges.create': { paramsTuple?: []; params?: {} }
    'studio.projects.index': { paramsTuple?: []; params?: {} }
    'studio.projects.create': { paramsTuple?: []; params?: {} }
    'studio.projects.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'studio.projects.edit': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'studio.products.index': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'studio.product_comparisons.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'studio.product_grids.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'studio.orders.index': { paramsTuple?: []; params?: {} }
    'studio.drafts.create': { paramsTuple?: []; params?: {} }
    'studio.model_choices.index': { paramsTuple?: []; params?: {} }
    'studio.picture_choices.index': { paramsTuple?: []; params?: {} }
    'studio.orders.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'studio.order_progress.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'studio.drafts.edit': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'studio.credentials.index': { paramsTuple?: []; params?: {} }
    'studio.credentials.create': { paramsTuple?: []; params?: {} }
    'studio.credentials.edit': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'studio.spending.index': { paramsTuple?: []; params?: {} }
    'studio.spending_files.show': { paramsTuple?: []; params?: {} }
    'studio.templates.index': { paramsTuple?: []; params?: {} }
    'studio.templates.create': { paramsTuple?: []; params?: {} }
    'studio.template_parameters.index': { paramsTuple?: []; params?: {} }
    'studio.templates.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'studio.templates.edit': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'studio.template_files.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'backup.backups.index': { paramsTuple?: []; params?: {} }
    'health.live.show': { paramsTuple?: []; params?: {} }
    'health.ready.show': { paramsTuple?: []; params?: {} }
    'health.report.show': { paramsTuple?: []; params?: {} }
    'api.manual': { paramsTuple?: []; params?: {} }
    'api.document': { paramsTuple?: []; params?: {} }
    'api.assets.index': { paramsTuple?: []; params?: {} }
    'api.assets.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.assets.files.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.assets.thumbnails.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.assets.metadata.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.images.index': { paramsTuple?: []; params?: {} }
    'api.images.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.images.files.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.images.thumbnails.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.images.metadata.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.assets.people.index': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.images.people.index': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.collections.people.index': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.tags.index': { paramsTuple?: []; params?: {} }
    'api.duplicates.index': { paramsTuple?: []; params?: {} }
    'api.images.duplicates.index': { paramsTuple?: []; params?: {} }
    'api.scans.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.exports.show': { paramsTuple?: []; params?: {} }
    'api.health.show': { paramsTuple?: []; params?: {} }
    'api.database.show': { paramsTuple?: []; params?: {} }
    'api.jobs.index': { paramsTuple?: []; params?: {} }
    'api.backups.index': { paramsTuple?: []; params?: {} }
    'api.jobs.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.collections.index': { paramsTuple?: []; params?: {} }
    'api.collections.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.saved_views.index': { paramsTuple?: []; params?: {} }
    'api.saved_views.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.source_folders.index': { paramsTuple?: []; params?: {} }
    'api.source_folders.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.collections.items.index': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.projects.index': { paramsTuple?: []; params?: {} }
    'api.projects.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.products.index': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.orders.index': { paramsTuple?: []; params?: {} }
    'api.orders.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.templates.index': { paramsTuple?: []; params?: {} }
    'api.templates.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.models.index': { paramsTuple?: []; params?: {} }
    'api.models.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.providers.index': { paramsTuple?: []; params?: {} }
    'api.me.show': { paramsTuple?: []; params?: {} }
    'api.users.index': { paramsTuple?: []; params?: {} }
    'api.users.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.keys.index': { paramsTuple?: []; params?: {} }
    'api.routes.index': { paramsTuple?: []; params?: {} }
    'studio.models.index': { paramsTuple?: []; params?: {} }
    'studio.models.create': { paramsTuple?: []; params?: {} }
    'studio.models.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'studio.models.edit': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'studio.wildcards.index': { paramsTuple?: []; params?: {} }
    'studio.wildcards.create': { paramsTuple?: []; params?: {} }
    'studio.wildcards.show': { paramsTuple?: []; params?: {} }
    'studio.wildcards.edit': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'studio.prompts.index': { paramsTuple?: []; params?: {} }
    'studio.builder.show': { paramsTuple?: []; params?: {} }
  }
  HEAD: {
    'home': { paramsTuple?: []; params?: {} }
    'accounts.invitations.show': { paramsTuple: [ParamValue]; params: {'token': ParamValue} }
    'accounts.setups.create': { paramsTuple?: []; params?: {} }
    'accounts.sessions.create': { paramsTuple?: []; params?: {} }
    'accounts.codes.create': { paramsTuple?: []; params?: {} }
    'accounts.profile.edit': { paramsTuple?: []; params?: {} }
    'accounts.confirmations.create': { paramsTuple?: []; params?: {} }
    'accounts.keys.index': { paramsTuple?: []; params?: {} }
    'accounts.own_keys.edit': { paramsTuple?: []; params?: {} }
    'accounts.second_factors.create': { paramsTuple?: []; params?: {} }
    'accounts.users.index': { paramsTuple?: []; params?: {} }
    'accounts.all_keys.index': { paramsTuple?: []; params?: {} }
    'accounts.audit_events.index': { paramsTuple?: []; params?: {} }
    'accounts.audit_events.show': { paramsTuple?: []; params?: {} }
    'queue.runs.index': { paramsTuple?: []; params?: {} }
    'queue.progress.index': { paramsTuple?: []; params?: {} }
    'queue.activity': { paramsTuple?: []; params?: {} }
    'queue.runs.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'queue.progress.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'library.assets.index': { paramsTuple?: []; params?: {} }
    'library.facets.index': { paramsTuple?: []; params?: {} }
    'library.completions.index': { paramsTuple?: []; params?: {} }
    'library.palettes.show': { paramsTuple?: []; params?: {} }
    'library.slideshows.show': { paramsTuple?: []; params?: {} }
    'help.index': { paramsTuple?: []; params?: {} }
    'library.thumbnails.show': { paramsTuple: [ParamValue,ParamValue]; params: {'id': ParamValue,'size': ParamValue} }
    'library.originals.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'library.assets.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'library.fields.show': { paramsTuple: [ParamValue,ParamValue]; params: {'id': ParamValue,'field': ParamValue} }
    'library.fields.edit': { paramsTuple: [ParamValue,ParamValue]; params: {'id': ParamValue,'field': ParamValue} }
    'library.revisions.index': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'library.versions.show': { paramsTuple: [ParamValue,ParamValue]; params: {'id': ParamValue,'versionId': ParamValue} }
    'library.chunks.show': { paramsTuple: [ParamValue,ParamValue]; params: {'id': ParamValue,'chunkId': ParamValue} }
    'library.imports.create': { paramsTuple?: []; params?: {} }
    'library.source_folders.index': { paramsTuple?: []; params?: {} }
    'library.source_folders.create': { paramsTuple?: []; params?: {} }
    'library.source_folders.edit': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'library.collection_completions.index': { paramsTuple?: []; params?: {} }
    'library.collections.index': { paramsTuple?: []; params?: {} }
    'library.collections.create': { paramsTuple?: []; params?: {} }
    'library.collections.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'library.collections.edit': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'library.views.index': { paramsTuple?: []; params?: {} }
    'library.view_counts.index': { paramsTuple?: []; params?: {} }
    'library.views.edit': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'library.tags.index': { paramsTuple?: []; params?: {} }
    'library.tag_completions.index': { paramsTuple?: []; params?: {} }
    'library.tags.edit': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'library.tag_merges.create': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'library.sharings.show': { paramsTuple: [ParamValue,ParamValue]; params: {'place': ParamValue,'id': ParamValue} }
    'library.share_links.index': { paramsTuple?: []; params?: {} }
    'library.shared.show': { paramsTuple: [ParamValue]; params: {'token': ParamValue} }
    'library.shared.items.show': { paramsTuple: [ParamValue,ParamValue]; params: {'token': ParamValue,'id': ParamValue} }
    'library.shared.thumbnails.show': { paramsTuple: [ParamValue,ParamValue,ParamValue]; params: {'token': ParamValue,'id': ParamValue,'size': ParamValue} }
    'library.shared.originals.show': { paramsTuple: [ParamValue,ParamValue]; params: {'token': ParamValue,'id': ParamValue} }
    'duplicates.groups.index': { paramsTuple?: []; params?: {} }
    'duplicates.groups.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'duplicates.merges.create': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'duplicates.decisions.index': { paramsTuple?: []; params?: {} }
    'duplicates.keeper_rules.edit': { paramsTuple?: []; params?: {} }
    'duplicates.settings.edit': { paramsTuple?: []; params?: {} }
    'duplicates.plans.index': { paramsTuple?: []; params?: {} }
    'duplicates.plans.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'duplicates.plan_files.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'duplicates.variants.index': { paramsTuple?: []; params?: {} }
    'duplicates.coverage.show': { paramsTuple?: []; params?: {} }
    'duplicates.comparisons.show': { paramsTuple?: []; params?: {} }
    'trash.items.index': { paramsTuple?: []; params?: {} }
    'trash.purges.create': { paramsTuple?: []; params?: {} }
    'studio.projects.index': { paramsTuple?: []; params?: {} }
    'studio.projects.create': { paramsTuple?: []; params?: {} }
    'studio.projects.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'studio.projects.edit': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'studio.products.index': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'studio.product_comparisons.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'studio.product_grids.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'studio.orders.index': { paramsTuple?: []; params?: {} }
    'studio.drafts.create': { paramsTuple?: []; params?: {} }
    'studio.model_choices.index': { paramsTuple?: []; params?: {} }
    'studio.picture_choices.index': { paramsTuple?: []; params?: {} }
    'studio.orders.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'studio.order_progress.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'studio.drafts.edit': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'studio.credentials.index': { paramsTuple?: []; params?: {} }
    'studio.credentials.create': { paramsTuple?: []; params?: {} }
    'studio.credentials.edit': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'studio.spending.index': { paramsTuple?: []; params?: {} }
    'studio.spending_files.show': { paramsTuple?: []; params?: {} }
    'studio.templates.index': { paramsTuple?: []; params?: {} }
    'studio.templates.create': { paramsTuple?: []; params?: {} }
    'studio.template_parameters.index': { paramsTuple?: []; params?: {} }
    'studio.templates.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'studio.templates.edit': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'studio.template_files.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'backup.backups.index': { paramsTuple?: []; params?: {} }
    'health.live.show': { paramsTuple?: []; params?: {} }
    'health.ready.show': { paramsTuple?: []; params?: {} }
    'health.report.show': { paramsTuple?: []; params?: {} }
    'api.manual': { paramsTuple?: []; params?: {} }
    'api.document': { paramsTuple?: []; params?: {} }
    'api.assets.index': { paramsTuple?: []; params?: {} }
    'api.assets.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.assets.files.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.assets.thumbnails.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.assets.metadata.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.images.index': { paramsTuple?: []; params?: {} }
    'api.images.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.images.files.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.images.thumbnails.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.images.metadata.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.assets.people.index': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.images.people.index': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.collections.people.index': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.tags.index': { paramsTuple?: []; params?: {} }
    'api.duplicates.index': { paramsTuple?: []; params?: {} }
    'api.images.duplicates.index': { paramsTuple?: []; params?: {} }
    'api.scans.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.exports.show': { paramsTuple?: []; params?: {} }
    'api.health.show': { paramsTuple?: []; params?: {} }
    'api.database.show': { paramsTuple?: []; params?: {} }
    'api.jobs.index': { paramsTuple?: []; params?: {} }
    'api.backups.index': { paramsTuple?: []; params?: {} }
    'api.jobs.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.collections.index': { paramsTuple?: []; params?: {} }
    'api.collections.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.saved_views.index': { paramsTuple?: []; params?: {} }
    'api.saved_views.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.source_folders.index': { paramsTuple?: []; params?: {} }
    'api.source_folders.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.collections.items.index': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.projects.index': { paramsTuple?: []; params?: {} }
    'api.projects.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.products.index': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.orders.index': { paramsTuple?: []; params?: {} }
    'api.orders.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.templates.index': { paramsTuple?: []; params?: {} }
    'api.templates.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.models.index': { paramsTuple?: []; params?: {} }
    'api.models.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.providers.index': { paramsTuple?: []; params?: {} }
    'api.me.show': { paramsTuple?: []; params?: {} }
    'api.users.index': { paramsTuple?: []; params?: {} }
    'api.users.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.keys.index': { paramsTuple?: []; params?: {} }
    'api.routes.index': { paramsTuple?: []; params?: {} }
    'studio.models.index': { paramsTuple?: []; params?: {} }
    'studio.models.create': { paramsTuple?: []; params?: {} }
    'studio.models.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'studio.models.edit': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'studio.wildcards.index': { paramsTuple?: []; params?: {} }
    'studio.wildcards.create': { paramsTuple?: []; params?: {} }
    'studio.wildcards.show': { paramsTuple?: []; params?: {} }
    'studio.wildcards.edit': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'studio.prompts.index': { paramsTuple?: []; params?: {} }
    'studio.builder.show': { paramsTuple?: []; params?: {} }
  }
  PUT: {
    'accounts.own_keys.update': { paramsTuple?: []; params?: {} }
    'library.marks.update': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'library.visibilities.update': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'library.fields.update': { paramsTuple: [ParamValue,ParamValue]; params: {'id': ParamValue,'field': ParamValue} }
    'library.drifts.update': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'library.source_folders.update': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'library.source_folders.drifts.update': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'library.collections.update': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'library.covers.update': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'library.collection_assets.update': { paramsTuple: [ParamValue,ParamValue]; params: {'id': ParamValue,'assetId': ParamValue} }
    'library.views.update': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'library.tags.update': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'duplicates.keeper_rules.update': { paramsTuple?: []; params?: {} }
    'duplicates.settings.update': { paramsTuple?: []; params?: {} }
    'studio.projects.update': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'studio.project_budgets.update': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'studio.product_stages.update': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'studio.credentials.update': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'studio.person_budgets.update': { paramsTuple?: []; params?: {} }
    'studio.templates.update': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.assets.update': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.images.update': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.assets.people.update': { paramsTuple: [ParamValue,ParamValue]; params: {'id': ParamValue,'user_id': ParamValue} }
    'api.images.people.update': { paramsTuple: [ParamValue,ParamValue]; params: {'id': ParamValue,'user_id': ParamValue} }
    'api.collections.people.update': { paramsTuple: [ParamValue,ParamValue]; params: {'id': ParamValue,'user_id': ParamValue} }
    'api.collections.update': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.saved_views.update': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.source_folders.update': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.collections.items.update': { paramsTuple: [ParamValue,ParamValue]; params: {'id': ParamValue,'asset_id': ParamValue} }
    'api.projects.update': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.products.update': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'studio.models.update': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'studio.model_descriptions.update': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'studio.wildcards.update': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
  }
  DELETE: {
    'accounts.own_keys.destroy': { paramsTuple?: []; params?: {} }
    'library.changes.destroy': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'library.fields.destroy': { paramsTuple: [ParamValue,ParamValue]; params: {'id': ParamValue,'field': ParamValue} }
    'library.asset_tags.destroy': { paramsTuple: [ParamValue,ParamValue]; params: {'id': ParamValue,'tagId': ParamValue} }
    'library.asset_collections.destroy': { paramsTuple: [ParamValue,ParamValue]; params: {'id': ParamValue,'collectionId': ParamValue} }
    'library.source_folders.destroy': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'library.collections.destroy': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'library.collection_assets.destroy': { paramsTuple: [ParamValue,ParamValue]; params: {'id': ParamValue,'assetId': ParamValue} }
    'library.views.destroy': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'library.unused_tags.destroy': { paramsTuple?: []; params?: {} }
    'library.tags.destroy': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'library.tag_aliases.destroy': { paramsTuple: [ParamValue,ParamValue]; params: {'id': ParamValue,'slug': ParamValue} }
    'library.locks.destroy': { paramsTuple: [ParamValue,ParamValue]; params: {'place': ParamValue,'id': ParamValue} }
    'duplicates.postponements.destroy': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'duplicates.decisions.destroy': { paramsTuple?: []; params?: {} }
    'duplicates.changes.destroy': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'duplicates.plans.destroy': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'duplicates.plan_applications.destroy': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'studio.project_archives.destroy': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'studio.project_members.destroy': { paramsTuple: [ParamValue,ParamValue]; params: {'id': ParamValue,'userId': ParamValue} }
    'studio.drafts.destroy': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'studio.credentials.destroy': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'studio.templates.destroy': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'studio.template_favourites.destroy': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.assets.purges.destroy': { paramsTuple?: []; params?: {} }
    'api.assets.trashings.destroy': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.images.purges.destroy': { paramsTuple?: []; params?: {} }
    'api.images.trashings.destroy': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.assets.locks.destroy': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.assets.people.destroy': { paramsTuple: [ParamValue,ParamValue]; params: {'id': ParamValue,'user_id': ParamValue} }
    'api.images.locks.destroy': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.images.people.destroy': { paramsTuple: [ParamValue,ParamValue]; params: {'id': ParamValue,'user_id': ParamValue} }
    'api.collections.locks.destroy': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.collections.people.destroy': { paramsTuple: [ParamValue,ParamValue]; params: {'id': ParamValue,'user_id': ParamValue} }
    'api.images.ignored.destroy': { paramsTuple?: []; params?: {} }
    'api.collections.destroy': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.saved_views.destroy': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.source_folders.destroy': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.collections.items.destroy': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.orders.destroy': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.keys.destroy': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'studio.models.destroy': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'studio.model_favourites.destroy': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'studio.wildcards.destroy': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'studio.prompt_blocks.destroy': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
  }
  PATCH: {
    'api.collections.update': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.saved_views.update': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.source_folders.update': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'api.projects.update': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
  }
}
declare module '@adonisjs/core/types/http' {
  export interface RoutesList extends ScannedRoutes {}
}