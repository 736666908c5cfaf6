import type { Choice } from '#library/search/fields/choices'
import { duplicate, missingHash } from '#duplicates/search_terms'

/** The one table of words that rooms above add to the search: after `is:`, and after `missing:`. */
export const statesAbove: Record<string, Choice> = { duplicate }
export const absencesAbove: Record<string, Choice> = { phash: missingHash }
