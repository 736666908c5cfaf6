/** An edge between two members, by their numbers. */
export interface Link {
  first: number
  second: number
  distance: number
}

export interface Cluster {
  /** Ascending. */
  members: number[]
  /** Linked to every other member. */
  keeper: number
  /** Members that are not linked to every other one. */
  weak: number[]
}

type Neighbours = Map<number, Map<number, number>>

/** How a group finds its keeper, by the numbers of its members. */
export interface Choice {
  best(members: number[]): number
  /** Whether keeping one in place of the other would lose what people see. */
  isMuchWorse(one: number, other: number): boolean
}

/** A keeper much better than those linked to all may cost a group this share of its members. */
const dearestKeeper = 0.2

/**
 * Groups around medoids. Every member is linked to the keeper and to at least half of the other
 * members, so that no chain of small steps joins strangers; who falls out of one group is tried
 * for the next. Nobody is in two groups, nobody without a link is in any. The medoid is kept
 * where no choice is given.
 */
export function cluster(links: Link[], choice?: Choice): Cluster[] {
  const clusters: Cluster[] = []
  for (const left of components(neighboursOf(links))) {
    for (;;) {
      const medoid = medoidOf(left)
      if (medoid === null) break
      const { members, keeper } = around(medoid, left, choice)
      const weak = members.filter((id) => isWeak(id, members, left))
      clusters.push({ members, keeper, weak })
      for (const id of members) remove(id, left)
    }
  }
  return clusters
}

function around(medoid: number, left: Neighbours, choice?: Choice) {
  const members = prune([medoid, ...left.get(medoid)!.keys()], medoid, left)
  if (!choice) return { members, keeper: medoid }
  const keeper = choice.best(members.filter((id) => !isWeak(id, members, left)))
  const best = choice.best(members)
  if (keeper === best || !choice.isMuchWorse(keeper, best)) return { members, keeper }
  const linked = members.filter((id) => id === best || left.get(best)!.has(id))
  const withBest = prune(linked, best, left)
  const affordable = withBest.length > 1 && withBest.length >= members.length * (1 - dearestKeeper)
  return affordable ? { members: withBest, keeper: best } : { members, keeper }
}

function neighboursOf(links: Link[]) {
  const neighbours: Neighbours = new Map()
  const of = (id: number) => neighbours.get(id) ?? neighbours.set(id, new Map()).get(id)!
  for (const { first, second, distance } of links) {
    of(first).set(second, distance)
    of(second).set(first, distance)
  }
  return neighbours
}

function* components(neighbours: Neighbours): Generator<Neighbours> {
  const seen = new Set<number>()
  for (const start of neighbours.keys()) {
    if (seen.has(start)) continue
    const component: Neighbours = new Map()
    const waiting = [start]
    seen.add(start)
    while (waiting.length) {
      const id = waiting.pop()!
      component.set(id, neighbours.get(id)!)
      for (const next of neighbours.get(id)!.keys()) {
        if (seen.has(next)) continue
        seen.add(next)
        waiting.push(next)
      }
    }
    yield component
  }
}

/** Who has the most links; of those, the shortest; of those, the first. Null where no link is left. */
function medoidOf(neighbours: Neighbours) {
  let best: number | null = null
  let most = 0
  let nearest = 0
  for (const [id, links] of neighbours) {
    if (links.size < Math.max(most, 1)) continue
    const total = links.values().reduce((sum, distance) => sum + distance, 0)
    const better =
      links.size > most || total < nearest || (total === nearest && (best === null || id < best))
    if (!better) continue
    best = id
    most = links.size
    nearest = total
  }
  return best
}

/** Drops the least linked member, never the anchor, until each is linked to half of the others. */
function prune(all: number[], anchor: number, neighbours: Neighbours) {
  const members = new Set(all)
  const counts = new Map(
    members.values().map((id) => [id, countWithin(neighbours.get(id)!, members)])
  )
  for (;;) {
    let weakest: number | null = null
    for (const [id, count] of counts) {
      if (id !== anchor && (weakest === null || count < counts.get(weakest)!)) weakest = id
    }
    if (weakest === null || counts.get(weakest)! >= (members.size - 1) / 2) break
    members.delete(weakest)
    counts.delete(weakest)
    for (const id of neighbours.get(weakest)!.keys()) {
      if (counts.has(id)) counts.set(id, counts.get(id)! - 1)
    }
  }
  return [...members].sort((a, b) => a - b)
}

function countWithin(links: Map<number, number>, members: Set<number>) {
  let count = 0
  for (const id of links.keys()) if (members.has(id)) count++
  return count
}

function isWeak(id: number, members: number[], neighbours: Neighbours) {
  const links = neighbours.get(id)!
  return members.some((other) => other !== id && !links.has(other))
}

function remove(id: number, neighbours: Neighbours) {
  for (const other of neighbours.get(id)!.keys()) neighbours.get(other)?.delete(id)
  neighbours.delete(id)
}
