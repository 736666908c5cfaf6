import type { ContentKeeper } from '#library/importing/asset_rows'
import { keepFingerprint } from '#duplicates/fingerprints'
import { stagedOutputs } from '#studio/engine/outputs'

/**
 * The one table of who writes something down when an item gets a file, its first
 * or another, in the transaction that makes it visible.
 */
export const contentKeepers: ContentKeeper[] = [keepFingerprint]

/** The absolute paths in staging that other rooms still need; nobody sweeps them. */
export const stagingNeeds: (() => Promise<string[]>)[] = [stagedOutputs]
