import type User from '#accounts/models/user'
import { integer, object, text } from '#api/schemas'

export const shareSchema = object({
  user_id: integer,
  name: text,
  email: text,
  may: { enum: ['look', 'edit'] },
})

/** Somebody something is shared with. Whoever is a viewer looks, whatever stands here. */
export function shareJson({ person, canEdit }: { person: User; canEdit: boolean }) {
  return {
    user_id: person.id,
    name: person.fullName,
    email: person.email,
    may: canEdit ? 'edit' : 'look',
  }
}
