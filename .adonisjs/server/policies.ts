export const policies = {
  AccountsAdministrationPolicy: () => import('#app/accounts/policies/administration_policy'),
  AccountsProfilePolicy: () => import('#app/accounts/policies/profile_policy'),
  ApiPolicy: () => import('#app/api/policies/api_policy'),
  DuplicatePolicy: () => import('#app/duplicates/policies/duplicate_policy'),
  LibraryAssetPolicy: () => import('#app/library/policies/asset_policy'),
  LibraryCollectionPolicy: () => import('#app/library/policies/collection_policy'),
  LibraryFilePolicy: () => import('#app/library/policies/file_policy'),
  LibraryImportPolicy: () => import('#app/library/policies/import_policy'),
  LibrarySourceFolderPolicy: () => import('#app/library/policies/source_folder_policy'),
  LibraryTagPolicy: () => import('#app/library/policies/tag_policy'),
  LibraryViewPolicy: () => import('#app/library/policies/view_policy'),
  QueueJobRunPolicy: () => import('#app/queue/policies/job_run_policy'),
  StudioOrderPolicy: () => import('#app/studio/policies/order_policy'),
  StudioProjectPolicy: () => import('#app/studio/policies/project_policy'),
  StudioTemplatePolicy: () => import('#app/studio/policies/template_policy'),
  TrashPolicy: () => import('#app/trash/policies/trash_policy'),
}

