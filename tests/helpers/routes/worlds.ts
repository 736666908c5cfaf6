import db from '@adonisjs/lucid/services/db'
import type User from '#accounts/models/user'
import { createWorld, privateTo } from '#tests/helpers/routes/world'

export const states = ['seen', 'private', 'trashed', 'private and trashed'] as const
export type State = (typeof states)[number]

/**
 * The worlds to ask about: one of each state for all questions that change nothing, and
 * one of its own for each that does, so that what one deletes is there for the next.
 */
export function createWorlds(owner: User) {
  const kept = new Map<State, ReturnType<typeof worldOf>>()
  return {
    of(state: State, changes: boolean) {
      if (changes) return worldOf(owner, state)
      if (!kept.has(state)) kept.set(state, worldOf(owner, state))
      return kept.get(state)!
    },
    /** After a question that should have changed nothing, and did. */
    forget: () => kept.clear(),
  }
}

export type Worlds = ReturnType<typeof createWorlds>

async function worldOf(owner: User, state: State) {
  const world = await createWorld(owner)
  if (state.startsWith('private')) await privateTo(owner, world)
  if (state.endsWith('trashed')) {
    const { asset, other } = world.ids
    const trashed = db.from('assets').whereIn('id', [asset, other])
    await trashed.update({ deleted_at: '2026-01-02 00:00:00', deleted_by: owner.id })
  }
  return world
}
