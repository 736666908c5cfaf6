import { DateTime } from 'luxon'
import db from '@adonisjs/lucid/services/db'
import { startRun } from '#queue/runs'
import { plainText } from '#studio/catalog/plain_text'
import { contextFor, usableCredentials } from '#studio/credentials'
import type ProviderCredential from '#studio/models/provider_credential'
import type { ProviderContext } from '#studio/providers/contract'
import { adapterFor } from '#studio/providers/registry'
import type { ModelInfo } from '#studio/providers/shapes'

const pageTime = 60_000
const mostPages = 200
const hoursFresh = 24

/** Asks the accounts for their models, or for those that match; answers the run that does. */
export async function refreshModelsLater({
  credentials,
  query,
  by,
}: {
  credentials: ProviderCredential[]
  query?: string
  by: { id: number } | null
}) {
  return startRun({
    kind: 'studio.refresh_models',
    title: query ? `Models matching “${query}”` : 'Models of the providers',
    user: by,
    items: credentials.map(({ id, label }) => ({
      label,
      payload: { credentialId: id, query: query ?? null },
    })),
    uniqueKey: `${query ?? ''} ${credentials.map(({ id }) => id).join()}`,
  })
}

/** Lists that were never read, or not for a day. */
export async function refreshStaleLists() {
  const stale = DateTime.now().minus({ hours: hoursFresh })
  const credentials = await usableCredentials()
  const due = credentials.filter(({ modelsListedAt }) => !modelsListedAt || modelsListedAt < stale)
  return due.length ? refreshModelsLater({ credentials: due, by: null }) : null
}

/** Writes down what an account lists, page by page; answers how many. Throws ProviderError. */
export async function refreshModels(
  credential: ProviderCredential,
  { query, signal }: { query: string | null; signal: AbortSignal }
) {
  let count = 0
  for await (const models of listedModels(credential, query, signal)) {
    await keepModels(credential, models)
    count += models.length
  }
  if (!query) await credential.merge({ modelsListedAt: DateTime.now() }).save()
  return count
}

async function* listedModels(
  credential: ProviderCredential,
  query: string | null,
  signal: AbortSignal
) {
  const adapter = adapterFor(credential.provider)
  let cursor: string | undefined
  for (let page = 0; page < mostPages; page += 1) {
    const limited = AbortSignal.any([signal, AbortSignal.timeout(pageTime)])
    const context: ProviderContext = contextFor(credential, limited)
    const answer = await adapter.listModels(context, { cursor, ...(query && { query }) })
    yield answer.models
    if (!answer.cursor || answer.cursor === cursor) return
    cursor = answer.cursor
  }
}

/** What somebody entered by hand keeps the name they gave it. */
async function keepModels(credential: ProviderCredential, models: ModelInfo[]) {
  const now = DateTime.now().toFormat(db.connection().dialect.dateTimeFormat)
  const rows = models.map((model) => ({
    credential_id: credential.id,
    ref: model.ref.slice(0, 300),
    name: model.name.slice(0, 200),
    family: model.family?.slice(0, 80) ?? null,
    modality: model.modality,
    description: plainText(model.description),
    created_at: now,
  }))
  for (let from = 0; from < rows.length; from += 100) {
    await db
      .knexQuery()
      .table('provider_models')
      .insert(rows.slice(from, from + 100))
      .onConflict(['credential_id', 'ref'])
      .merge(['name', 'family', 'modality', 'description'])
      .where('provider_models.custom', false)
  }
}
