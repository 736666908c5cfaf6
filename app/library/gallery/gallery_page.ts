import type User from '#accounts/models/user'
import { libraryUrl } from '#library/gallery/addresses'
import type { Display } from '#library/gallery/display'
import { readableCount } from '#library/gallery/readable'
import { sortMenu } from '#library/gallery/sort_menu'
import { tileOf } from '#library/gallery/tiles'
import { chips, parseQuery } from '#library/search/language'
import { countAssets, searchAssets } from '#library/search/searching'
import { TooBroad } from '#library/search/sql'

interface Asked {
  q: string
  /** The search whose list stays on the page when `q` has an error. */
  previously?: string
  viewer: User
  display: Display
  after?: string | null
  before?: string | null
}

/** What is wrong with a search; the column only where it is a matter of writing. */
interface Problem {
  message: string
  column?: number
}

/** What every answer of the gallery shows: the tiles of one page and the way to the next. */
export async function galleryTiles({ q, viewer, display, after, before }: Asked) {
  const found = await searchAssets({ q, viewer, after, before, limit: 60 })
  const link = (place: { after?: string; before?: string }) =>
    libraryUrl({ q, ...display, ...place })
  return {
    display,
    tiles: () => found.rows.map((row) => tileOf(row, q)),
    /** All that the tiles show. */
    tilesKey: [display.view, JSON.stringify(q), ...found.texts].join('\n'),
    hints: found.hints,
    nextHref: found.next ? link({ after: found.next }) : null,
    previousHref: found.previous ? link({ before: found.previous }) : null,
  }
}

/**
 * The whole page of a search. One that cannot be read, or would have to look at
 * too much, shows what is wrong beside the list of the search before it.
 */
export async function galleryPage(asked: Asked) {
  const error = parseQuery(asked.q).error
  if (error) return pageBefore(asked, error)
  try {
    return await pageOf(asked)
  } catch (problem) {
    if (problem instanceof TooBroad) return pageBefore(asked, { message: problem.message })
    throw problem
  }
}

async function pageBefore({ previously = '', ...asked }: Asked, error: Problem) {
  const q = previously === asked.q ? '' : previously
  const before = await pageOf({ ...asked, q, after: null, before: null })
  return { ...before, typed: asked.q, error }
}

async function pageOf(asked: Asked) {
  const { q } = asked
  const parsed = parseQuery(q)
  const [page, total] = await Promise.all([
    galleryTiles(asked),
    countAssets({ q, viewer: asked.viewer }),
  ])
  const link = (changed: Partial<Display & { q: string }>) =>
    libraryUrl({ q, ...asked.display, ...changed })
  return {
    ...page,
    q,
    typed: q,
    error: undefined as Problem | undefined,
    count: readableCount(total.count, total.capped),
    isEmpty: total.count === 0,
    chips: chips(parsed).map((chip) => ({ ...chip, href: link({ q: chip.without }) })),
    sorts: sortMenu(parsed).map((sort) => ({
      ...sort,
      onlyHref: link({ q: sort.only }),
      addedHref: link({ q: sort.added }),
    })),
    link,
  }
}

export type GalleryPage = Awaited<ReturnType<typeof galleryPage>>
