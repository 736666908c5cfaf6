import type { Display } from '#library/gallery/display'

export interface Place {
  q: string
  display: Display
}

/** The address of a search and how it is shown. What is usual is left out, so that addresses stay short. */
export function libraryUrl({
  q,
  ...rest
}: { q: string; after?: string; before?: string } & Partial<Display>) {
  return withQuery('/library', { q, ...rest })
}

export function assetUrl(id: number, q: string) {
  return withQuery(`/library/${id}`, { q })
}

/** A preview at most `size` pixels long; its address changes with the content. */
export function thumbnailUrl(asset: { id: number; sha256: string }, size: 320 | 640 | 2048) {
  return `/library/${asset.id}/thumbnails/${size}?v=${asset.sha256.slice(0, 8)}`
}

/** A placeholder as an image's source. Those of older libraries are WebP, today's are BMP. */
export function placeholderUrl(placeholder: string | null) {
  if (!placeholder) return null
  const type = placeholder.startsWith('UklGR') ? 'webp' : 'bmp'
  return `data:image/${type};base64,${placeholder}`
}

export function withQuery(path: string, values: Record<string, string | null | undefined>) {
  const given = Object.entries(values).filter(([, value]) => value) as [string, string][]
  return given.length ? `${path}?${new URLSearchParams(given)}` : path
}
