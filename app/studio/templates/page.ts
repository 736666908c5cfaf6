import { errors } from '@vinejs/vine'
import type { Infer } from '@vinejs/vine/types'
import type User from '#accounts/models/user'
import { countRecipe, TemplateError } from '#studio/expanding'
import ProviderModel from '#studio/models/provider_model'
import type Template from '#studio/models/template'
import type TemplateVersion from '#studio/models/template_version'
import { previewOf } from '#studio/previewing'
import { templateParameters } from '#studio/templates/parameters'
import {
  recipeOfTemplate,
  sampleVariables,
  textsOf,
  versionFields,
  type VersionFields,
} from '#studio/templates/recipes'
import {
  isFavourite,
  versionOf,
  versionsOf,
  type TemplateDetails,
} from '#studio/templates/templates'
import type { templateValidator } from '#studio/templates/validators'

/** Rows for further inputs, to be filled in without JavaScript. */
const emptyInputs = Array.from({ length: 2 }, () => ({ name: '', label: '', default: '' }))

/** Everything the page of a template shows, at its latest version or the one asked for. */
export async function templatePage(template: Template, viewer: User, number?: number) {
  const [version, versions, favourite] = await Promise.all([
    versionOf(template, number),
    versionsOf(template),
    isFavourite(template, viewer),
  ])
  const preview = await previewOf(
    recipeOfTemplate(version, sampleVariables()),
    textsOf(version.parameters)
  )
  return { template, version, versions, favourite, preview, latest: versions[0].number }
}

/** A template as its form shows it: at one of its versions, or before its first. */
export async function templateForm(
  details: Pick<TemplateDetails, 'name' | 'description' | 'visibility'>,
  version: TemplateDetails['version'] | TemplateVersion
) {
  const parameters = await templateParameters(version, version.parameters)
  const { provider } = version
  return {
    ...{ details, version, parameters },
    models: await modelRefs(provider),
    inputs: [...version.inputs, ...emptyInputs],
  }
}

/** What the form holds. Throws at the field where the prompt cannot be expanded; wildcards may come later. */
export async function templateDetails(
  typed: Infer<typeof templateValidator>
): Promise<TemplateDetails> {
  const fields = await versionFields(typed)
  await refuseUnreadable(fields, !!typed.parameters)
  return {
    name: typed.name,
    description: typed.description ?? '',
    visibility: typed.visibility,
    version: { ...fields, provider: typed.provider ?? null, modelRef: typed.modelRef ?? null },
  }
}

async function refuseUnreadable(fields: VersionFields, isTypedInFields: boolean) {
  try {
    await countRecipe(recipeOfTemplate(fields, sampleVariables()), textsOf(fields.parameters))
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error
    if (error.code === 'E_WILDCARD') return
    const { field, message, column } = error
    const name = field.startsWith('parameters.')
      ? nameOfParameter(field.slice('parameters.'.length), isTypedInFields)
      : field.replace(/^variables\..*/, 'inputs')
    throw new errors.E_VALIDATION_ERROR([
      { field: name, rule: 'template', message: `${message} (column ${column})` },
    ])
  }
}

function nameOfParameter(name: string, isTypedInFields: boolean) {
  return isTypedInFields ? `vary[${name}]` : 'parameterLines'
}

/** Models a template can be meant for, to choose from while one is typed. */
async function modelRefs(provider: string | null) {
  const known = ProviderModel.query()
    .withScopes((scopes) => scopes.usable())
    .whereNotNull('provider_models.parameters')
    .orderBy('provider_models.ref')
    .limit(200)
  if (provider) known.whereHas('credential', (of) => of.where('provider', provider))
  const models = await known
  return [...new Set(models.map(({ ref }) => ref))]
}
