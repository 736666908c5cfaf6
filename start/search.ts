import type { FacetAbove } from '#library/search/facets'
import type { Choice } from '#library/search/fields/choices'
import type { Field } from '#library/search/fields/field'
import { duplicate, missingHash } from '#duplicates/search_terms'
import { order } from '#studio/searching/orders'
import { project, projectFacet } from '#studio/searching/projects'

/** The one table of what rooms above add to the search: words after `is:` and after `missing:`, fields, and facets. */
export const statesAbove: Record<string, Choice> = { duplicate }
export const absencesAbove: Record<string, Choice> = { phash: missingHash }
export const fieldsAbove: Record<string, Field> = { project, order }
export const facetsAbove: FacetAbove[] = [projectFacet]
