import { withQuery } from '#library/gallery/addresses'
import type { GroupFilters } from '#duplicates/review_queue'

/** The filters as an address has them. */
export function addressOf(filters: Partial<GroupFilters>): Record<string, string> {
  const given = Object.entries(filters).filter(
    ([, value]) => value !== undefined && value !== false
  )
  return Object.fromEntries(given.map(([name, value]) => [name, String(value)]))
}

export const groupsUrl = (filters: Partial<GroupFilters>, after?: string) =>
  withQuery('/duplicates', { ...addressOf(filters), after })

export const groupUrl = (id: number, filters: Partial<GroupFilters>) =>
  withQuery(`/duplicates/${id}`, addressOf(filters))
