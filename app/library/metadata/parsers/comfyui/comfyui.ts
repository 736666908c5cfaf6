import { own, type JsonObject } from '#library/metadata/values'
import { compact, fillIn, type Facts } from '#library/metadata/facts'
import { Graph } from '#library/metadata/parsers/comfyui/graph'
import { graphOfWorkflow } from '#library/metadata/parsers/comfyui/workflow'
import { scanGraph } from '#library/metadata/parsers/comfyui/flat_scan'
import { traceGraph } from '#library/metadata/parsers/comfyui/tracing'
import { a1111 } from '#library/metadata/parsers/a1111'
import type { Found } from '#library/metadata/found'
import type { Parser } from '#library/metadata/parsers/parser'

/** ComfyUI: the executed graph first; the editor's graph where that is all there is. */
export const comfyui: Parser = {
  name: 'comfyui',
  read(found) {
    const executed = findGraph(found)
    const workflow = executed ? undefined : findWorkflow(found)
    if (!executed && !workflow) return null
    const facts = executed
      ? graphFacts(executed.graph)
      : graphFacts(graphOfWorkflow(workflow!.value))
    if (executed) addInfotext(facts, found)
    return {
      ...facts,
      generator: 'comfyui',
      ai: executed ? true : undefined,
      hasWorkflow: true,
      where: (executed ?? workflow)!.where,
    }
  },
}

/** Facts of a graph: traced from its output, then whatever else its nodes say. */
export function graphFacts(graph: Graph | undefined): Facts {
  if (!graph) return {}
  const traced = traceGraph(graph)
  if (traced?.prompt || traced?.seed || traced?.steps) return traced
  return compact({ ...scanGraph(graph), ...traced })
}

/** The executed graph wherever it lies: its own chunk, a labelled tag, or the whole of a JSON comment. */
export function findGraph(found: Found): { graph: Graph; where: string } | undefined {
  for (const { where, value } of found.objects()) {
    const graph = Graph.from(value) ?? Graph.from(own(value, 'prompt'))
    if (graph) return { graph, where }
  }
  return undefined
}

function findWorkflow(found: Found): { value: JsonObject; where: string } | undefined {
  const chunk = found.object('workflow')
  if (chunk && isWorkflow(chunk)) return { value: chunk, where: found.where('workflow') }
  for (const { where, value } of found.objects()) if (isWorkflow(value)) return { value, where }
  return undefined
}

const isWorkflow = ({ nodes, links }: JsonObject) => Array.isArray(nodes) && Array.isArray(links)

/** Some save nodes write an infotext beside the graph; it knows hashes the graph does not. */
function addInfotext(facts: Facts, found: Found) {
  const infotext = a1111.read(found)
  if (!infotext) return
  const { generator, generatorVersion, where, extra, ...said } = infotext
  fillIn(Object.assign(facts, { source: {} }), said, '')
  delete (facts as { source?: unknown }).source
}
