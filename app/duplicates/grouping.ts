import { cluster, type Choice, type Cluster, type Link } from '#duplicates/clustering'
import type { Rectangle } from '#duplicates/hashing/luma'
import { suggestKeeper, type Candidate, type KeeperReason } from '#duplicates/keeper'
import type { MatchKind } from '#duplicates/pairs/judging'

/** Two members, by their numbers, and why they are alike. */
export interface KindLink extends Link {
  kind: MatchKind
}

export interface GroupedMember {
  id: number
  /** Bits of 256 to the keeper, and why they are alike; null for the keeper. */
  distance: number
  kind: MatchKind | null
  /** Not directly alike to every other member. */
  weak: boolean
}

export interface Group {
  keeper: number
  reason: KeeperReason
  /** By number. */
  members: GroupedMember[]
  /** Mean likeness to the keeper, 0 to 1. */
  score: number
  /** The share of all pairs of members that are alike, 0 to 1. */
  cohesion: number
}

/** A copy with less than this share of the pixels is no substitute. */
const muchSmaller = 0.8

/** Groups around the keeper that the rules suggest, the most alike first. `candidateOf` has the facts of a member. */
export function groupLinks(links: KindLink[], candidateOf: (id: number) => Candidate): Group[] {
  const between = new Map(links.map((link) => [keyOf(link.first, link.second), link]))
  const suggest = (members: number[]) =>
    suggestKeeper(members.map(candidateOf), { samePixels: haveSamePixels(members, between) })
  const choice: Choice = {
    best: (members) => members[suggest(members).keeper],
    isMuchWorse: (one, other) => candidateOf(one).pixels < muchSmaller * candidateOf(other).pixels,
  }
  return cluster(links, choice)
    .map((found) => ({ ...describe(found, between), reason: reasonFor(found, suggest) }))
    .sort((a, b) => b.score - a.score || a.members[0].id - b.members[0].id)
}

type Between = Map<string, KindLink>

const keyOf = (a: number, b: number) => `${Math.min(a, b)} ${Math.max(a, b)}`

/** Where a better one is no full match of the others, what decided among the full matches. */
function reasonFor(
  { members, keeper, weak }: Cluster,
  suggest: (members: number[]) => ReturnType<typeof suggestKeeper>
) {
  const all = suggest(members)
  if (members[all.keeper] === keeper) return all.reason
  return suggest(members.filter((id) => id === keeper || !weak.includes(id))).reason
}

function describe({ members, keeper, weak }: Cluster, between: Between) {
  const described = members.map((id): GroupedMember => {
    const link = id === keeper ? undefined : between.get(keyOf(id, keeper))
    return { id, distance: link?.distance ?? 0, kind: link?.kind ?? null, weak: weak.includes(id) }
  })
  const away = described.reduce((sum, { distance }) => sum + distance, 0) / (members.length - 1)
  return {
    keeper,
    members: described,
    score: Math.round((1 - away / 256) * 1000) / 1000,
    cohesion: cohesionOf(members, between),
  }
}

function cohesionOf(members: number[], between: Between) {
  let linked = 0
  for (const [at, one] of members.entries()) {
    for (const other of members.slice(at + 1)) if (between.has(keyOf(one, other))) linked++
  }
  return linked / ((members.length * (members.length - 1)) / 2)
}

function haveSamePixels(members: number[], between: Between) {
  return members.every(
    (id) =>
      id === members[0] ||
      ['bytes', 'pixels'].includes(between.get(keyOf(id, members[0]))?.kind ?? '')
  )
}

/** The pixels inside a border, for a border adds none worth keeping. */
export function shownPixels(width: number, height: number, inner: { part: Rectangle } | null) {
  if (!inner) return width * height
  const { left, top, right, bottom } = inner.part
  return width * height * (right - left) * (bottom - top)
}
