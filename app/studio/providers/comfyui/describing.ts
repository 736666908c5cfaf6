import { createHash } from 'node:crypto'
import { isObject } from '#studio/forms/json_schema'
import { parametersFromObjectInfo } from '#studio/forms/object_info'
import { schemaOf } from '#studio/forms/spec_schema'
import { requireJson } from '#studio/providers/answers'
import { checkpointPrefix, classesOf, graphOf } from '#studio/providers/comfyui/graphs'
import type { ProviderContext } from '#studio/providers/contract'
import { login } from '#studio/providers/login'
import type {
  Json,
  ModelDescription,
  ModelInfo,
  ModelPage,
  ModelQuery,
  ModelReference,
} from '#studio/providers/shapes'

/** Each checkpoint the server has, as a model; graphs of one's own are pasted. */
export async function listCheckpoints(
  context: ProviderContext,
  { query = '', modality = 'text_to_image' }: ModelQuery
): Promise<ModelPage> {
  if (modality !== 'text_to_image') return { models: [] }
  const info = await readNode(context, 'CheckpointLoaderSimple')
  const names = choicesOf(info).filter((name) => name.toLowerCase().includes(query.toLowerCase()))
  return { models: names.map((name) => infoOf({ ref: `${checkpointPrefix}${name}` })) }
}

/** The form of a graph, with the bounds the server says for the nodes in it. */
export async function describeGraph(
  context: ProviderContext,
  reference: ModelReference
): Promise<ModelDescription> {
  const { graph, bindings } = graphOf(reference)
  const nodes = await Promise.all(classesOf(graph).map((name) => readNode(context, name)))
  const objectInfo = Object.assign({}, ...nodes) as { [name: string]: Json }
  const parameters = parametersFromObjectInfo(graph, objectInfo, bindings)
  const schemaHash = createHash('sha256')
    .update(JSON.stringify([graph, bindings, objectInfo]))
    .digest('hex')
  return { model: infoOf(reference), parameters, schema: schemaOf(parameters), schemaHash }
}

/** Of a node the server does not have there is nothing to be said; sending the graph will tell. */
async function readNode(context: ProviderContext, name: string): Promise<{ [name: string]: Json }> {
  const url = `${context.baseUrl}/object_info/${encodeURIComponent(name)}`
  const answer = await context.http.read({ method: 'GET', url, headers: login(context) })
  return answer.status === 404 ? {} : requireJson(answer)
}

function choicesOf(info: { [name: string]: Json }): string[] {
  const input = isObject(info.CheckpointLoaderSimple) ? info.CheckpointLoaderSimple.input : null
  const required = isObject(input) && isObject(input.required) ? input.required.ckpt_name : null
  if (!Array.isArray(required)) return []
  const [kind, options] = required
  const choices = kind === 'COMBO' && isObject(options) ? options.options : kind
  return Array.isArray(choices) ? choices.map(String) : []
}

function infoOf({ ref }: ModelReference): ModelInfo {
  const name = ref.startsWith(checkpointPrefix) ? ref.slice(checkpointPrefix.length) : ref
  return { ref, name: name.replace(/\.(safetensors|ckpt)$/, ''), modality: 'text_to_image' }
}
