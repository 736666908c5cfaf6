import { flag, integer, object, text } from '#api/schemas'
import type SavedView from '#library/models/saved_view'

export const savedViewSchema = object({
  id: integer,
  name: text,
  query: text,
  view: { enum: ['grid', 'list'] },
  size: { enum: ['small', 'medium', 'large'] },
  pinned: flag,
})

export function savedViewJson({ id, name, query, view, size, pinned }: SavedView) {
  return { id, name, query, view, size, pinned: !!pinned }
}
