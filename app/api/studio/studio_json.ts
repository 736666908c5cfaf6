import { anything, flag, integer, list, object, orNull, text, time } from '#api/schemas'
import type { Account } from '#studio/credentials/accounts'
import type Project from '#studio/models/project'
import type ProviderModel from '#studio/models/provider_model'
import type Template from '#studio/models/template'
import type TemplateVersion from '#studio/models/template_version'

const visibility = { enum: ['everyone', 'private'] }

export const projectSchema = object({
  id: integer,
  name: text,
  brief: text,
  visibility,
  owner_id: integer,
  collection_id: orNull(integer),
  archived: flag,
  created_at: time,
})

export function projectJson(project: Project) {
  return {
    id: project.id,
    name: project.name,
    brief: project.brief,
    visibility: project.visibility,
    owner_id: project.ownerId,
    collection_id: project.collectionId,
    archived: project.archivedAt !== null,
    created_at: project.createdAt.toISO(),
  }
}

export const templateSchema = object({
  id: integer,
  name: text,
  description: text,
  visibility,
  owner_id: integer,
  version: integer,
  prompt: text,
  negative_prompt: text,
  parameters: anything,
  mode: text,
  seed: orNull(text),
  seed_policy: text,
  count: integer,
  inputs: list(object({ name: text, label: text, default: text })),
  provider: orNull(text),
  model_ref: orNull(text),
})

export function templateJson(template: Template, version: TemplateVersion) {
  return {
    id: template.id,
    name: template.name,
    description: template.description,
    visibility: template.visibility,
    owner_id: template.ownerId,
    version: version.number,
    prompt: version.prompt,
    negative_prompt: version.negativePrompt,
    parameters: version.parameters,
    mode: version.mode,
    seed: version.seed,
    seed_policy: version.seedPolicy,
    count: version.count,
    inputs: version.inputs,
    provider: version.provider,
    model_ref: version.modelRef,
  }
}

const modelProperties = {
  id: integer,
  ref: text,
  name: text,
  family: orNull(text),
  modality: text,
  description: orNull(text),
  provider: text,
  account: text,
  custom: flag,
}
export const modelSchema = object(modelProperties)
export const modelDetailSchema = object({ ...modelProperties, parameters: list(anything) })

export function modelJson(model: ProviderModel) {
  return {
    id: model.id,
    ref: model.ref,
    name: model.name,
    family: model.family,
    modality: model.modality,
    description: model.description,
    provider: model.credential.provider,
    account: model.credential.label,
    custom: !!model.custom,
  }
}

export const providerSchema = object({
  id: integer,
  provider: text,
  label: text,
  state: text,
  message: text,
  in_flight: integer,
  checked_at: orNull(time),
})

/** An account without its key, its address and their traces. */
export function providerJson({ credential, inFlight, status }: Account) {
  return {
    id: credential.id,
    provider: credential.provider,
    label: credential.label,
    state: status.name,
    message: status.text,
    in_flight: inFlight,
    checked_at: credential.checkedAt?.toISO() ?? null,
  }
}
