import { plainFacts } from '#library/metadata/plain_facts'
import { fillIn } from '#library/metadata/facts'
import { findGraph, graphFacts } from '#library/metadata/parsers/comfyui/comfyui'
import type { Facts } from '#library/metadata/facts'
import type { Parser } from '#library/metadata/parsers/parser'

/** TensorArt: `generation_data` as the person saw it; the graph beside it knows the seed that was drawn. */
export const tensorart: Parser = {
  name: 'tensorart',
  read(found) {
    const value = found.object('generation_data')
    if (!value) return null
    const { loras, ...facts } = plainFacts({
      ...value,
      model: value.baseModel,
      loras: value.models,
    })
    const graph = findGraph(found)
    const { source, ...merged } = fillIn(
      { ...facts, loras: loras?.length ? loras : undefined, source: {} },
      graphFacts(graph?.graph),
      ''
    )
    return {
      ...(merged as Facts),
      generator: 'tensorart',
      ai: true,
      hasWorkflow: graph !== undefined,
      where: found.where('generation_data'),
    }
  },
}
