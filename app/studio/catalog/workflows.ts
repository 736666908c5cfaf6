import { isObject, type Schema } from '#studio/forms/json_schema'
import { refuse } from '#studio/credentials/refusing'
import type { Binding, Json } from '#studio/providers/shapes'

const largest = 2_000_000

export interface Workflow {
  workflow: Schema
  /** What stood in it as `%name%` or `{{name}}`. */
  placeholders: Binding[]
}

/** A ComfyUI graph in API format, as pasted. Refuses everything else at the field, saying what to do. */
export function readWorkflow(text: string): Workflow {
  if (text.length > largest) refuse('workflow', 'This workflow is too large.')
  const graph = graphOf(parse(text))
  const placeholders: Binding[] = []
  const workflow = structuredClone(graph)
  for (const { node, input, value } of scalarInputs(workflow)) {
    const parameter = typeof value === 'string' && placeholderIn(value)
    if (!parameter) continue
    placeholders.push({ parameter, node, input })
    inputsOf(workflow, node)[input] = ''
  }
  return { workflow, placeholders }
}

/** Every input that holds a value and no link, in the order of the graph. */
export function scalarInputs(workflow: Json) {
  if (!isObject(workflow)) return []
  return Object.keys(workflow).flatMap((node) => {
    const inputs = Object.entries(inputsOf(workflow, node))
    return inputs
      .filter(([, value]) => value !== null && typeof value !== 'object')
      .map(([input, value]) => ({ node, input, value, title: titleOf(workflow, node) }))
  })
}

export function inputsOf(workflow: Schema, node: string): Schema {
  const found = workflow[node]
  return isObject(found) && isObject(found.inputs) ? found.inputs : {}
}

export function classOf(workflow: Schema, node: string) {
  const found = workflow[node]
  return isObject(found) && typeof found.class_type === 'string' ? found.class_type : ''
}

function titleOf(workflow: Schema, node: string) {
  const found = workflow[node]
  const meta = isObject(found) ? found._meta : null
  const title = isObject(meta) ? meta.title : null
  return typeof title === 'string' && title ? title : classOf(workflow, node)
}

function parse(text: string): Json {
  try {
    return JSON.parse(text)
  } catch {
    return refuse('workflow', 'This is not JSON. Paste the whole file, from { to }.')
  }
}

/** Some tools wrap the graph as it is sent: {"prompt": {…}}. */
function graphOf(pasted: Json): Schema {
  if (isObject(pasted) && Array.isArray(pasted.nodes)) {
    refuse(
      'workflow',
      'This is the file of ComfyUI’s editor. In ComfyUI use File → Export (API) and paste that one.'
    )
  }
  const graph = isObject(pasted) && isObject(pasted.prompt) ? pasted.prompt : pasted
  const nodes = isObject(graph) ? Object.keys(graph) : []
  const isGraph = isObject(graph) && nodes.length && nodes.every((node) => classOf(graph, node))
  if (!isGraph) {
    return refuse('workflow', 'This is no workflow of ComfyUI. Use File → Export (API) there.')
  }
  return graph
}

/** ComfyUI itself writes `%date%` and `%Node.input%` in names of files. */
function placeholderIn(text: string) {
  const [, percent, braces] =
    text.trim().match(/^(?:%([a-z]\w{0,40})%|\{\{\s*([a-z]\w{0,40})\s*\}\})$/i) ?? []
  const name = (percent ?? braces ?? '').toLowerCase()
  return name && name !== 'date' ? name : null
}
