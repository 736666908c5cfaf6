import { plainFacts } from '#library/metadata/plain_facts'
import { fillIn, type Facts } from '#library/metadata/facts'
import { findGraph, graphFacts } from '#library/metadata/parsers/comfyui/comfyui'
import type { Parser } from '#library/metadata/parsers/parser'

/** Stability Matrix: its own JSON wins over the graph and the infotext beside it. */
export const stabilityMatrix: Parser = {
  name: 'stability-matrix',
  read(found) {
    const value = found.object('parameters-json')
    if (!value && found.text('smproj') === undefined) return null
    const graph = findGraph(found)
    const own = value ? plainFacts(value) : {}
    const { source, ...facts } = fillIn({ ...own, source: {} }, graphFacts(graph?.graph), '')
    return {
      ...(facts as Facts),
      generator: 'stability-matrix',
      ai: true,
      hasWorkflow: graph !== undefined,
      where: found.where('parameters-json', 'smproj'),
    }
  },
}
