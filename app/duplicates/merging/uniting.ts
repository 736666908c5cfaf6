import type { Layer } from '#library/facts'
import { generationFields, type Mark, type Member, type WordName } from '#duplicates/members'

type Words = Partial<Record<WordName, string | number | null>> & Pick<Layer, 'ai' | 'loras'>

/** What a keeper gains by a merge; what it has already is not in it. */
export interface Gains {
  tags: string[]
  /** Each with the place the duplicate had in it. */
  collections: Member['collections']
  /** Of each person whose mark changes, the mark as it will be. */
  marks: Mark[]
  words: Words
}

/**
 * The sum of a group: every tag and collection, favourite if any was, the highest rating (of
 * each person for themselves), the earliest date, the notes one after another, and how it was
 * made from whichever member says most about that. What private items say in tags and words is
 * not told to those who see the keeper, unless `tellsPrivate`. A locked keeper keeps its own words.
 */
export function unite(keeper: Member, others: Member[], { tellsPrivate = false } = {}): Gains {
  const gains = sumOf(keeper, others, tellsPrivate)
  return keeper.isLocked ? { ...gains, tags: [], words: {} } : gains
}

function sumOf(keeper: Member, others: Member[], tellsPrivate: boolean): Gains {
  const telling = tellsPrivate ? others : others.filter((other) => !isPrivateTo(keeper, other))
  const all = [keeper, ...telling]
  const tags = distinct(telling.flatMap((other) => other.tags))
  return {
    tags: tags.filter((tag) => !keeper.tags.includes(tag)),
    collections: newCollections(keeper, others),
    marks: unitedMarks([keeper, ...others]).filter(
      (mark) => !keeper.marks.some((had) => isSame(had, mark))
    ),
    words: { ...earliestDate(all), ...joinedNotes(all), ...richestFacts(keeper, telling) },
  }
}

/** Whether others see the keeper who do not see this one. */
const isPrivateTo = (keeper: Member, { audience }: Member) =>
  audience !== 0 && audience !== keeper.audience

/** Whether private items have words that `unite` leaves out. */
export function withholds(keeper: Member, others: Member[]) {
  const [open, all] = [unite(keeper, others), unite(keeper, others, { tellsPrivate: true })]
  return JSON.stringify(open) !== JSON.stringify(all)
}

/** What of it a person is shown: neither marks of others nor collections they do not see. */
export const shownTo = (viewer: { id: number }, gains: Gains): Gains => ({
  ...gains,
  collections: gains.collections.filter(({ name }) => name !== null),
  marks: gains.marks.filter(({ userId }) => userId === viewer.id),
})

const distinct = <T>(values: T[]) => [...new Set(values)]

function newCollections(keeper: Member, others: Member[]) {
  const had = new Set(keeper.collections.map(({ id }) => id))
  return others
    .flatMap(({ collections }) => collections)
    .filter(({ id }) => !had.has(id) && had.add(id))
}

function unitedMarks(all: Member[]): Mark[] {
  const people = Map.groupBy(
    all.flatMap(({ marks }) => marks),
    ({ userId }) => userId
  )
  return [...people].map(([userId, marks]) => ({
    userId,
    rating: Math.max(...marks.map(({ rating }) => rating ?? 0)) || null,
    favorite: marks.some(({ favorite }) => favorite),
  }))
}

const isSame = (one: Mark, other: Mark) =>
  one.userId === other.userId && one.rating === other.rating && one.favorite === other.favorite

function earliestDate([keeper, ...others]: Member[]): Words {
  const [earliest] = [keeper, ...others].map(({ capturedAt }) => capturedAt).toSorted()
  return earliest < keeper.capturedAt ? { capturedAt: earliest } : {}
}

function joinedNotes([keeper, ...others]: Member[]): Words {
  const notes = others.reduce(
    (joined, { words }) =>
      !words.notes || joined.includes(String(words.notes))
        ? joined
        : [joined, words.notes].filter(Boolean).join('\n\n'),
    String(keeper.words.notes ?? '')
  )
  return notes === (keeper.words.notes ?? '') ? {} : { notes }
}

/** What a person wrote on the keeper stays; everything else comes from one and the same member. */
function richestFacts(keeper: Member, others: Member[]): Words {
  const richest = others.reduce((best, each) => (saying(each) > saying(best) ? each : best), keeper)
  if (richest === keeper) return {}
  const fields = generationFields.filter(
    (field) =>
      !keeper.own.includes(field) &&
      richest.words[field] !== null &&
      richest.words[field] !== keeper.words[field]
  )
  const words: Words = Object.fromEntries(fields.map((field) => [field, richest.words[field]]))
  if (richest.loras.length && !keeper.own.includes('loras')) words.loras = richest.loras
  if (richest.ai && !keeper.ai) words.ai = true
  return words
}

const saying = ({ words, loras }: Member) =>
  generationFields.filter((field) => words[field] !== null).length + loras.length
