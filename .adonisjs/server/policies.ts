export const policies = {
  LibraryAssetPolicy: () => import('#app/library/policies/asset_policy'),
  LibraryFilePolicy: () => import('#app/library/policies/file_policy'),
}

