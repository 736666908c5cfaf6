import { diffWordsWithSpace } from 'diff'
import { factGroups } from '#library/curation/facts_shown'
import { layersOf, namesOf } from '#library/curation/item'
import { pictureOf } from '#library/curation/picture'
import type Asset from '#library/models/asset'

/** A run of words; `changed` where the other side does not have them. */
export interface Words {
  text: string
  changed: boolean
}

export interface ComparedFact {
  label: string
  left: Words[]
  right: Words[]
  differs: boolean
}

/** Texts whose common words are not found within these milliseconds are compared as a whole. */
const patience = 20

/** Everything two assets are compared by, the left one first. */
export async function compareAssets(left: Asset, right: Asset) {
  const [leftFacts, rightFacts] = await Promise.all([factsOf(left), factsOf(right)])
  const labels = new Set([...leftFacts.keys(), ...rightFacts.keys()])
  const facts = [...labels].map((label) =>
    compareFact(label, leftFacts.get(label) ?? '', rightFacts.get(label) ?? '')
  )
  return {
    sides: [left, right].map((asset) => ({ asset, picture: pictureOf(asset) })),
    facts,
    differences: facts.filter((fact) => fact.differs).length,
  }
}

function compareFact(label: string, left: string, right: string): ComparedFact {
  return { label, ...compareWords(left, right), differs: left !== right }
}

/** The words of two texts, those marked that the other one does not have. */
export function compareWords(left: string, right: string) {
  if (left === right) {
    const same = [{ text: left, changed: false }]
    return { left: same, right: same }
  }
  const parts = left && right ? diffWordsWithSpace(left, right, { timeout: patience }) : undefined
  if (!parts) {
    return { left: [{ text: left, changed: true }], right: [{ text: right, changed: true }] }
  }
  const side = (other: 'added' | 'removed') =>
    parts
      .filter((part) => !part[other])
      .map(({ value, added, removed }) => ({ text: value, changed: added || removed }))
  return { left: side('added'), right: side('removed') }
}

/** Label → text of every fact that has one. */
async function factsOf(asset: Asset): Promise<Map<string, string>> {
  const [layers, names] = await Promise.all([layersOf(asset.id), namesOf(asset)])
  const facts = factGroups(asset, layers, names).flatMap((group) => group.facts)
  return new Map(facts.flatMap(({ label, text }) => (text === null ? [] : [[label, text]])))
}
