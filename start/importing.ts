import type { ContentKeeper } from '#library/importing/asset_rows'
import { keepFingerprint } from '#duplicates/fingerprints'

/**
 * The one table of who writes something down when an item gets a file, its first
 * or another, in the transaction that makes it visible.
 */
export const contentKeepers: ContentKeeper[] = [keepFingerprint]
