import { type FileHandle, open } from 'node:fs/promises'
import { bestDerivative } from '#library/derivatives/derivatives'
import { makeDerivativeLater } from '#library/derivatives/making'
import type Asset from '#library/models/asset'

export interface Thumbnail {
  /** The caller closes it. */
  handle: FileHandle
  size: number
  /** Pixels of the longest edge this file was made for. */
  longest: number
  /** A larger one is being made. */
  pending: boolean
}

/**
 * The best that is there now for this size, never waiting for a better one: that
 * is made by the worker. Null where there is no preview at all.
 */
export async function openThumbnail(asset: Asset, longest: number): Promise<Thumbnail | null> {
  const best = await bestDerivative(asset.sha256, longest)
  const pending = best?.size !== longest && canBeMade(asset, best?.size ?? 0)
  if (pending) await makeDerivativeLater(asset, longest)
  if (!best) return null
  return { handle: await open(best.path), size: best.bytes, longest: best.size, pending }
}

function canBeMade(asset: Asset, there: number) {
  if (asset.kind === 'audio' || asset.brokenReason) return false
  if (asset.missingAt || asset.driftedAt) return false
  if (asset.mime === 'image/svg+xml') return true
  return Math.max(asset.width ?? Infinity, asset.height ?? Infinity) > there
}
