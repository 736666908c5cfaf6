import db from '@adonisjs/lucid/services/db'
import type User from '#accounts/models/user'
import { createWorld, lock, privateTo, sharedWith } from '#tests/helpers/routes/world'

export const states = [
  'seen',
  'trashed',
  'private',
  'private but for its places',
  'private but for its items',
  'private and trashed',
  'shared to look at',
  'shared to edit',
  'locked',
] as const
export type State = (typeof states)[number]

/** In which more or less is granted than what is everybody's. */
export const isGranted = (state: State) => state === 'locked' || state.startsWith('shared')

export const grantedStates = states.filter(isGranted)

export const privateStates = states.filter((state) => state.startsWith('private'))

/** In one of those, and when there is time in all, it is tried to change items that are nobody else's. */
export const isMeddledWith = (state: State) =>
  state === 'private' || (!!process.env.DEEP && !state.endsWith('its items'))

const places = ['collection', 'project', 'order', 'template']

/** What others may not know to be there. */
export function hiddenKinds(state: State): string[] {
  if (!state.startsWith('private')) return []
  if (state.endsWith('its items')) return places
  return state.endsWith('its places') ? ['asset'] : ['asset', ...places]
}

/** What may stand in no answer to others. */
export function isLeaked(text: string, { secrets }: World, state: State) {
  const hidden = hiddenKinds(state)
  return (
    (hidden.includes('asset') && text.includes(secrets.items)) ||
    (hidden.includes('project') && text.includes(secrets.places))
  )
}

/**
 * The worlds to ask about: one of each state for all questions that change nothing, and
 * one of its own for each that does, so that what one deletes is there for the next.
 */
export function createWorlds({ owner, editor }: { owner: User; editor: User }) {
  const kept = new Map<State, ReturnType<typeof worldOf>>()
  return {
    of(state: State, changes: boolean) {
      if (changes) return worldOf(owner, editor, state)
      if (!kept.has(state)) kept.set(state, worldOf(owner, editor, state))
      return kept.get(state)!
    },
    /** After a question that should have changed nothing, and did. */
    forget: () => kept.clear(),
  }
}

export type World = Awaited<ReturnType<typeof createWorld>>

/** What is shared is private otherwise, and shared with the editor. */
async function worldOf(owner: User, editor: User, state: State) {
  const world = await createWorld(owner)
  const hidden = hiddenKinds(state)
  if (hidden.length === 1) await privateTo(owner, world, 'items')
  else if (hidden.length) await privateTo(owner, world, hidden.includes('asset') ? 'all' : 'places')
  if (state === 'locked') await lock(world)
  if (state.startsWith('shared')) {
    await privateTo(owner, world, 'all')
    await sharedWith(editor, world, state === 'shared to edit')
  }
  if (state.endsWith('trashed')) {
    const { asset, other } = world.ids
    const trashed = db.from('assets').whereIn('id', [asset, other])
    await trashed.update({ deleted_at: '2026-01-02 00:00:00', deleted_by: owner.id })
  }
  return world
}
