import type User from '#accounts/models/user'
import { findCollection } from '#library/curation/collections'
import { findAsset } from '#library/curation/item'

/** As the addresses say it: `/library/7` is an item, `/collections/7` a collection. */
export const subjectPlaces = ['library', 'collections'] as const
export type SubjectPlace = (typeof subjectPlaces)[number]

/** What is shared: an item or a collection. */
export interface Subject {
  place: SubjectPlace
  id: number
  name: string
  ownerId: number
  visibility: 'everyone' | 'private'
}

/** The item or collection this person may see, or E_ROW_NOT_FOUND. */
export async function findSubject(viewer: User, place: SubjectPlace, id: number): Promise<Subject> {
  if (place === 'library') {
    const { fileName: name, ownerId, visibility } = await findAsset(viewer, id)
    return { place, id, name, ownerId, visibility }
  }
  const { name, ownerId, visibility } = await findCollection(viewer, id)
  return { place, id, name, ownerId, visibility }
}

/** How the audit log names it. */
export function auditSubject({ place, id, name }: Subject) {
  const subjectKind = place === 'library' ? 'asset' : 'collection'
  return { subjectKind, subjectId: id, subject: name }
}
