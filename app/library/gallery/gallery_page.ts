import type User from '#accounts/models/user'
import { libraryUrl } from '#library/gallery/addresses'
import type { Display } from '#library/gallery/display'
import { readableCount } from '#library/gallery/readable'
import { sortMenu } from '#library/gallery/sort_menu'
import { tileOf } from '#library/gallery/tiles'
import { chips, parseQuery } from '#library/search/language'
import { countAssets, searchAssets } from '#library/search/searching'

interface Asked {
  q: string
  /** The search whose list stays on the page when `q` has an error. */
  previously?: string
  viewer: User
  display: Display
  after?: string | null
  before?: string | null
}

/** What every answer of the gallery shows: the tiles of one page and the way to the next. */
export async function galleryTiles({ q, viewer, display, after, before }: Asked) {
  const found = await searchAssets({ q, viewer, after, before, limit: 60 })
  const link = (place: { after?: string; before?: string }) =>
    libraryUrl({ q, ...display, ...place })
  return {
    display,
    tiles: found.rows.map((row) => tileOf(row, q)),
    hints: found.hints,
    nextHref: found.next ? link({ after: found.next }) : null,
    previousHref: found.previous ? link({ before: found.previous }) : null,
  }
}

/**
 * The whole page of a search. One with an error shows what is wrong beside the
 * list of the search before it.
 */
export async function galleryPage(asked: Asked) {
  const parsed = parseQuery(asked.q)
  const q = parsed.error ? (asked.previously ?? '') : asked.q
  const search = parsed.error ? parseQuery(q) : parsed
  const [page, total] = await Promise.all([
    galleryTiles({ ...asked, q }),
    countAssets({ q, viewer: asked.viewer }),
  ])
  const link = (changed: Partial<Display & { q: string }>) =>
    libraryUrl({ q, ...asked.display, ...changed })
  return {
    ...page,
    q,
    typed: asked.q,
    error: parsed.error,
    count: readableCount(total.count, total.capped),
    isEmpty: total.count === 0,
    chips: chips(search).map((chip) => ({ ...chip, href: link({ q: chip.without }) })),
    sorts: sortMenu(search).map((sort) => ({
      ...sort,
      onlyHref: link({ q: sort.only }),
      addedHref: link({ q: sort.added }),
    })),
    link,
  }
}

export type GalleryPage = Awaited<ReturnType<typeof galleryPage>>
