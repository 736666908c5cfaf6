export const policies = {
  LibraryAssetPolicy: () => import('#app/library/policies/asset_policy'),
}

