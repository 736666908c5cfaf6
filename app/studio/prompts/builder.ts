import type User from '#accounts/models/user'
import PromptBlock from '#studio/models/prompt_block'
import { previewOf } from '#studio/previewing'
import { kindNames, kinds, type BlockKind } from '#studio/prompts/kinds'
import { minedParts } from '#studio/prompts/mining'
import { literal } from '#studio/tokens/literal'

export type Chosen = Partial<Record<BlockKind, string[] | undefined>>

export interface Offered {
  body: string
  /** Of a block the person keeps. */
  id: number | null
  count: number
  rating: number
}

/** The kinds with the person's own blocks first, then parts of their best-rated prompts. */
export async function builderPage(viewer: User, chosen: Chosen) {
  const [blocks, mined] = await Promise.all([blocksOf(viewer), minedParts(viewer)])
  const groups = kinds.map(({ kind, label }) => {
    const own = blocks
      .filter((block) => block.kind === kind)
      .map(({ id, body }): Offered => ({ id, body, count: 0, rating: 0 }))
    const kept = new Set(own.map(({ body }) => body.toLowerCase()))
    const found = mined
      .filter((part) => part.kind === kind)
      .map(({ text, count, rating }): Offered => ({ id: null, body: literal(text), count, rating }))
      .filter(({ body }) => !kept.has(body.toLowerCase()))
    const offered = [...own, ...found]
    const others = (chosen[kind] ?? []).filter((body) => !offered.some((one) => one.body === body))
    return { kind, label, chosen: chosen[kind] ?? [], offered: offered.concat(others.map(bare)) }
  })
  return { groups, isEmpty: groups.every(({ offered }) => !offered.length) }
}

/** Chosen by somebody who sent the address of the page. */
const bare = (body: string): Offered => ({ id: null, body, count: 0, rating: 0 })

/** One of a kind stands as it is, several become a choice; kinds are joined by commas. */
export function builtPrompt(chosen: Chosen) {
  return kindNames
    .map((kind) => chosen[kind] ?? [])
    .filter((bodies) => bodies.length)
    .map((bodies) => (bodies.length > 1 ? `{${bodies.join('|')}}` : bodies[0]))
    .join(', ')
}

/** What the chosen blocks make. */
export async function builtPreview(chosen: Chosen) {
  const prompt = builtPrompt(chosen)
  const preview = await previewOf({ ...plainRecipe, prompt }, [], 6)
  return { prompt, preview: prompt ? preview : null }
}

/** A block kept twice is kept once. */
export async function keepBlock(kind: BlockKind, body: string, by: User) {
  const same = { userId: by.id, kind, body }
  return PromptBlock.firstOrCreate(same, same)
}

function blocksOf(viewer: User) {
  return PromptBlock.query()
    .withScopes((scopes) => scopes.of(viewer))
    .orderByRaw('lower(body)')
    .limit(500)
}

const plainRecipe = {
  negativePrompt: '',
  parameters: {},
  mode: 'combinatorial' as const,
  seed: null,
  seedPolicy: 'random' as const,
  count: 1,
  variables: {},
}
