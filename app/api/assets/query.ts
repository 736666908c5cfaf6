import { termFor } from '#library/curation/terms'

export interface AssetFilters {
  q?: string
  tags?: string[]
  rating_min?: number
  rating_max?: number
  date_from?: string
  date_to?: string
  sort?: string
}

/**
 * The simple filters as terms of the search language, beside what `q` says: all tags must
 * be there, dates are inclusive. `sort` may be written `-rating` or `rating-`.
 */
export function searchText(filters: AssetFilters, kind?: 'image') {
  const {
    q,
    tags = [],
    rating_min: least,
    rating_max: most,
    date_from: from,
    date_to: to,
  } = filters
  return [
    q?.trim() && `(${q.trim()})`,
    kind && `type:${kind}`,
    ...tags.map((tag) => termFor('tag', tag)),
    least !== undefined && `rating:>=${least}`,
    most !== undefined && `rating:<=${most}`,
    from && `date:>=${from}`,
    to && `date:<=${to}`,
    filters.sort && `sort:${sortKeys(filters.sort)}`,
  ]
    .filter(Boolean)
    .join(' ')
}

function sortKeys(sort: string) {
  return sort.replace(/-(\w+)/g, '$1-')
}
