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

export function withQuery(path: string, values: Record<string, string | null | undefined>) {
  const given = Object.entries(values).filter(([, value]) => value) as [string, string][]
  return given.length ? `${path}?${new URLSearchParams(given)}` : path
}
