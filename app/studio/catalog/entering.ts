import { randomUUID } from 'node:crypto'
import { describeModel } from '#studio/catalog/describing'
import { proposeBindings } from '#studio/catalog/proposing_bindings'
import { readWorkflow, scalarInputs } from '#studio/catalog/workflows'
import { refuse } from '#studio/credentials/refusing'
import { parametersFromObjectInfo } from '#studio/forms/object_info'
import ProviderCredential from '#studio/models/provider_credential'
import ProviderModel from '#studio/models/provider_model'
import type { ProviderKey } from '#studio/providers/contract'
import { ProviderError } from '#studio/providers/faults'
import type { Binding, Modality } from '#studio/providers/shapes'

/** Civitai's own expression for its resource names. */
const air =
  /^(?:urn:)?(?:air:)?(?:(?<ecosystem>[a-zA-Z0-9_\-/]+):)?(?:(?<type>[a-zA-Z0-9_\-/]+):)?(?<source>[a-zA-Z0-9_\-/]+):(?<id>[a-zA-Z0-9_\-/.]+)(?:@(?<version>[a-zA-Z0-9_\-/.]+))?(?:\+(?<modelFileId>\d+))?(?:\.(?<format>[a-zA-Z0-9_-]+))?$/i

/** How a model is named by hand, and what to say where it is not. */
const forms: Partial<Record<ProviderKey, { pattern: RegExp; words: string }>> = {
  fal: {
    pattern: /^[\w.-]+(\/[\w.-]+)+$/,
    words: 'Write the endpoint as on the model’s page, such as fal-ai/flux/dev.',
  },
  replicate: {
    pattern: /^[\w.-]+\/[\w.-]+(:[0-9a-f]{64})?$/i,
    words: 'Write owner/name, or owner/name:version with the 64 digits of the version.',
  },
  civitai: {
    pattern: air,
    words:
      'Write the AIR from the model’s page, such as urn:air:sdxl:checkpoint:civitai:101055@128078.',
  },
}

export interface EnteredModel {
  credentialId: number
  ref?: string | null
  name?: string | null
  family?: string | null
  modality: Modality
  workflow?: string | null
}

/**
 * A model nobody lists: an endpoint, an AIR, or a pasted ComfyUI graph with proposed bindings. Its
 * form is fetched at once; where the provider is away, later. Refuses at the field what cannot be one.
 */
export async function enterModel(entered: EnteredModel) {
  const { name, family, modality } = entered
  const credential = await usableCredential(entered.credentialId)
  const named = entered.workflow
    ? fromWorkflow(entered.workflow)
    : { ref: readReference(credential, entered.ref) }
  const existing = await ProviderModel.findBy({ credentialId: credential.id, ref: named.ref })
  if (existing) refuse('ref', `This is listed already, as “${existing.name}”.`)
  const model = new ProviderModel().fill({
    ...{ workflow: null, bindings: null, schemaHash: null, fetchedAt: null, description: null },
    ...named,
    credentialId: credential.id,
    name: name || (entered.workflow ? 'Workflow' : named.ref.slice(0, 200)),
    family: family ?? null,
    modality,
    custom: true,
  })
  return describeWherePossible(model)
}

export interface ModelChange {
  name: string
  family?: string | null
  modality: Modality
  /** `i0`, `i1`, …: the parameter of each of `scalarInputs`, or nothing. */
  bindings?: Record<string, string | null>
}

/** Changes what a person said of a model they entered. Refuses a graph without a parameter. */
export async function changeModel(model: ProviderModel, { bindings, ...said }: ModelChange) {
  model.merge({ ...said, family: said.family ?? null })
  if (!model.workflow || !bindings) return model.save()
  const bound = scalarInputs(model.workflow).flatMap(({ node, input }, index): Binding[] => {
    const parameter = bindings[`i${index}`]
    return parameter ? [{ parameter, node, input }] : []
  })
  if (!bound.length) refuse('bindings', 'Name at least one parameter, such as prompt.')
  return describeWherePossible(model.merge({ bindings: bound, schemaHash: null }))
}

async function usableCredential(id: number) {
  const found = await ProviderCredential.query().where('id', id).whereNull('removed_at').first()
  return found ?? refuse('credentialId', 'This account was removed. Choose another one.')
}

function fromWorkflow(text: string) {
  const read = readWorkflow(text)
  return {
    ref: `workflow:${randomUUID()}`,
    workflow: read.workflow,
    bindings: proposeBindings(read),
  }
}

function readReference({ provider }: ProviderCredential, given?: string | null) {
  if (provider === 'comfyui') return refuse('workflow', 'Paste a workflow in API format.')
  const ref = given?.trim() ?? ''
  const form = forms[provider]
  if (!ref || (form && !form.pattern.test(ref))) {
    return refuse('ref', form?.words ?? 'Write the name the provider knows the model by.')
  }
  return ref
}

/** A model the provider does not know is refused; a provider that is away is asked later, and a graph tells its types by itself till then. */
async function describeWherePossible(model: ProviderModel) {
  const { workflow, bindings } = model
  if (bindings) model.parameters = parametersFromObjectInfo(workflow, {}, bindings)
  await model.save()
  try {
    return await describeModel(model)
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error
    if (error.fault.code !== 'model_not_found') return model
    if (model.fetchedAt === null) await model.delete()
    return refuse('ref', 'The provider knows no model of that name.')
  }
}
