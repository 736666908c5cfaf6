import { edits } from './edits.js'
import type { Truth } from './truth.js'

export interface Score {
  /** Mean over the 22 edits of the share of originals found together with their edited copy, in per cent. */
  recall: number
  /** Pairs of different pictures that were put together. */
  falsePairs: number
  /** Edits with a recall under 100, worst first. */
  worst: [edit: string, recall: number][]
}

/** What some groups of paths are worth beside the truth. */
export function score(truth: Truth, groups: string[][]): Score {
  const known = new Map(truth.files.map((file) => [file.path, file]))
  const originals = truth.files.filter(({ base, edit }) => base !== null && edit === null)
  const groupOf = new Map<string, Set<number>>()
  let falsePairs = 0
  groups.forEach((paths, group) => {
    for (const path of paths) {
      groupOf.set(path, (groupOf.get(path) ?? new Set()).add(group))
    }
    for (const [at, path] of paths.entries()) {
      for (const other of paths.slice(at + 1)) {
        const [a, b] = [known.get(path)!.base, known.get(other)!.base]
        if (a === null || a !== b) falsePairs++
      }
    }
  })
  const found = new Map<string, number>()
  for (const { path, base, edit } of truth.files) {
    if (base === null || edit === null) continue
    const mine = groupOf.get(path) ?? new Set()
    const originalsGroups = groupOf.get(originals[base].path) ?? new Set()
    if (!mine.isDisjointFrom(originalsGroups)) found.set(edit, (found.get(edit) ?? 0) + 1)
  }
  const recalls = edits.map(({ name }) => (100 * (found.get(name) ?? 0)) / truth.bases)
  return {
    recall: recalls.reduce((sum, recall) => sum + recall, 0) / recalls.length,
    falsePairs,
    worst: edits
      .map(({ name }, at): [string, number] => [name, Math.round(recalls[at])])
      .filter(([, recall]) => recall < 100)
      .sort((a, b) => a[1] - b[1]),
  }
}

/** '81.2 % found, 0 false (mirrored 0, quarter turn 0, …)' */
export const describe = ({ recall, falsePairs, worst }: Score) =>
  `${recall.toFixed(1)} % found, ${falsePairs} false` +
  (worst.length
    ? ` (${worst
        .slice(0, 4)
        .map(([edit, value]) => `${edit} ${value}`)
        .join(', ')})`
    : '')
