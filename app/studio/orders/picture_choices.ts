import type User from '#accounts/models/user'
import { tileOf } from '#library/gallery/tiles'
import { searchAssets } from '#library/search/searching'

const most = 24

/** Pictures of the library that can be given along: the newest of what is searched for, or why nothing is found. */
export async function pictureChoices(viewer: User, find = '') {
  const q = find ? `type:image (${find})` : 'type:image'
  const { rows, error } = await searchAssets({ q, viewer, limit: most })
  return { pictures: rows.map((row) => tileOf(row, '')), error: error?.message, find }
}
