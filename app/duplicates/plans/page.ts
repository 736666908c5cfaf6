import type User from '#accounts/models/user'
import { editableFields, type FieldName } from '#library/curation/fields'
import { findMembers } from '#duplicates/members'
import { shownTo, unite, type Gains } from '#duplicates/merging/uniting'
import { plannedGroups } from '#duplicates/plans'
import type { PlannedGroup, PlannedItem } from '#duplicates/plans/planning'

/** One page of what a plan does, each group with what its keeper would gain as things are now. */
export async function planPage(planId: number, viewer: User, after?: number) {
  const { groups, next } = await plannedGroups(planId, { after })
  const ids = groups.flatMap(({ keeper, others, staying }) =>
    [keeper, ...others, ...staying].map(({ id }) => id)
  )
  const found = await findMembers(ids, viewer)
  const members = new Map(found.map((member) => [member.id, member]))
  const gainsOf = ({ keeper, others }: PlannedGroup) => {
    const kept = members.get(keeper.id)
    const rest = others.flatMap(({ id }) => members.get(id) ?? [])
    return kept ? inWords(shownTo(viewer, unite(kept, rest))) : ''
  }
  const nameOf = ({ id, fileName }: PlannedItem) =>
    members.get(id)?.isLocked ? `${fileName} (locked)` : fileName
  return {
    groups: groups.map((group) => ({
      ...group,
      gains: gainsOf(group),
      stays: group.staying.map(nameOf).join(', '),
    })),
    next,
  }
}

function inWords({ tags, collections, marks, words }: Gains) {
  const fields = Object.keys(words).filter((name) => name in editableFields) as FieldName[]
  return [
    ...tags,
    ...collections.flatMap(({ name }) => name ?? []),
    ...(marks.length ? ['rating'] : []),
    ...fields.map((name) => editableFields[name].label.toLowerCase()),
  ].join(', ')
}
