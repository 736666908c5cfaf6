import type User from '#accounts/models/user'
import {
  assetUrl,
  libraryUrl,
  placeholderUrl,
  thumbnailUrl,
  withQuery,
} from '#library/gallery/addresses'
import { inPlainWords } from '#library/decoding/reasons'
import { parseQuery } from '#library/search/language'
import { searchAssets } from '#library/search/searching'

interface Asked {
  q: string
  viewer: User
  after?: string | null
  before?: string | null
}

/** One picture of a search at a time; after the last comes the first again. */
export async function slide({ q, viewer, after, before }: Asked) {
  const parsed = parseQuery(q)
  const search = parsed.error ? '' : q
  const found = await searchAssets({ q: search, viewer, after, before, limit: 1 })
  const link = (place: { after?: string; before?: string }) =>
    withQuery('/library/slideshow', { q: search, ...place })
  const row = found.rows.at(0)
  return {
    q: search,
    asset: row && {
      id: row.id,
      kind: row.kind,
      name: row.fileName,
      alt: row.promptSnippet || row.fileName,
      prompt: row.promptSnippet,
      source:
        row.kind === 'image' && !row.brokenReason
          ? thumbnailUrl(row, 2048)
          : `/library/${row.id}/original`,
      placeholder: placeholderUrl(row.placeholder),
      brokenReason: row.brokenReason && inPlainWords(row.brokenReason).sentence,
      width: row.width,
      height: row.height,
      href: assetUrl(row.id, search),
    },
    nextHref: found.next ? link({ after: found.next }) : link({}),
    previousHref: found.previous ? link({ before: found.previous }) : null,
    backHref: libraryUrl({ q: search }),
  }
}
