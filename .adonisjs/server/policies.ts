export const policies = {
  AccountsProfilePolicy: () => import('#app/accounts/policies/profile_policy'),
  LibraryAssetPolicy: () => import('#app/library/policies/asset_policy'),
  LibraryCollectionPolicy: () => import('#app/library/policies/collection_policy'),
  LibraryFilePolicy: () => import('#app/library/policies/file_policy'),
  LibraryTagPolicy: () => import('#app/library/policies/tag_policy'),
  LibraryViewPolicy: () => import('#app/library/policies/view_policy'),
}

