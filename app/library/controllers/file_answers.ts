import { posix } from 'node:path'
import type { HttpContext } from '@adonisjs/core/http'
import { sendFile, sendMade } from '#core/file_response'
import { openThumbnail } from '#library/derivatives/thumbnails'
import { embedded } from '#library/embedding/embedding'
import type Asset from '#library/models/asset'
import { openOriginal } from '#library/originals'

/** What a browser may show by itself: nothing that can carry a script. */
const harmless =
  /^(image\/(jpeg|png|webp|gif|avif|bmp)|video\/(mp4|webm|quicktime|matroska|ogg)|audio\/(mpeg|mp4|wav|flac|ogg|aac))$/

/** Kept for ever where the address names the content it gets; else asked about at each use. */
const kept = (known: boolean) =>
  known ? 'private, max-age=31536000, immutable' : 'private, no-cache'

/** `version`: the beginning of the hash its address names, where the answer may be kept. */
export async function sendThumbnail(
  ctx: HttpContext,
  asset: Asset,
  { size, version }: { size: number; version?: string }
) {
  const thumbnail = await openThumbnail(asset, size)
  if (!thumbnail) {
    ctx.response.header('Cache-Control', 'no-store')
    return ctx.response.status(404).send(asset.brokenReason ?? 'There is no preview of this file.')
  }
  if (thumbnail.pending) ctx.response.header('X-Thumbnail-Pending', String(size))
  return sendFile(ctx, {
    ...thumbnail,
    mime: 'image/webp',
    etag: `"${asset.sha256.slice(0, 32)}-${thumbnail.longest}"`,
    disposition: 'inline',
    cacheControl: thumbnail.pending ? 'no-store' : kept(isOf(asset, version)),
  })
}

/** `metadata`: a copy that carries what the library says of it, where its kind of file can. */
export async function sendOriginal(
  ctx: HttpContext,
  asset: Asset,
  { download, metadata, version }: { download: boolean; metadata?: boolean; version?: string }
) {
  const original = await openOriginal(asset)
  if (!original) return ctx.response.status(410).send('The file is missing from its folder.')
  const name = posix.basename(asset.fileName)
  const copy = metadata ? await embedded(asset, original) : null
  if (copy) return sendMade(ctx, { ...copy, name, mime: asset.mime })
  const saved = download || metadata || !harmless.test(asset.mime)
  return sendFile(ctx, {
    ...original,
    name,
    mime: asset.mime,
    disposition: saved ? 'attachment' : 'inline',
    cacheControl: kept(original.unchanged && isOf(asset, version)),
  })
}

const isOf = (asset: Asset, version?: string) => version === asset.sha256.slice(0, 8)
