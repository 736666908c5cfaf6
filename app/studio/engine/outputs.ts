import { Readable } from 'node:stream'
import { DateTime } from 'luxon'
import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { jsonField } from '#core/dialect'
import { storeOutput } from '#studio/downloading'
import { endedStages } from '#studio/models/order_attempt'
import type OrderAttempt from '#studio/models/order_attempt'
import type { OutputSource } from '#studio/models/order_output'
import { ProviderError, type ProviderFault } from '#studio/providers/faults'
import type { RemoteOutput } from '#studio/providers/shapes'

/** An output as it is written down: where to get it, where its bytes lie already, or why it is nothing. */
export interface Staged {
  source: OutputSource
  stagedPath?: string
  sha256?: string
  expiresAt?: Date
  error?: ProviderFault
}

/** Bytes that came with an answer are on the disk before the attempt moves on: nobody can ask for them again. */
export function stageBytes(outputs: RemoteOutput[]): Promise<Staged[]> {
  return Promise.all(outputs.map(stage))
}

async function stage({ source, expiresAt, ...said }: RemoteOutput): Promise<Staged> {
  if ('url' in source) return { source: { ...said, ...source }, expiresAt }
  try {
    const { path, sha256 } = await storeOutput(Readable.from([Buffer.from(source.bytes)]))
    return { source: said, stagedPath: path, sha256 }
  } catch (error) {
    if (error instanceof ProviderError) return { source: said, error: error.fault }
    throw error
  }
}

/** What lies in staging until it is in the library; nobody waits for what failed for good, or for what is left of an attempt that is over. */
export async function stagedOutputs(): Promise<string[]> {
  const rows = await db
    .from('order_outputs as o')
    .join('order_attempts as t', 't.id', 'o.attempt_id')
    .whereNotNull('o.staged_path')
    .where((needed) =>
      needed
        .where((coming) =>
          coming.where('o.state', 'waiting').whereNotIn('t.stage', [...endedStages])
        )
        .orWhereRaw(`o.state = 'failed' AND ${jsonField('o.error', `'retry'`)} = 'later'`)
    )
    .select('o.staged_path')
  return rows.map((row) => row.staged_path)
}

export async function insertOutputs(
  trx: TransactionClientContract,
  attempt: OrderAttempt,
  outputs: Staged[]
) {
  const rows = outputs.map(({ source, stagedPath, sha256, expiresAt, error }, position) => ({
    attempt_id: attempt.id,
    position,
    source: JSON.stringify(source),
    staged_path: stagedPath ?? null,
    sha256: sha256 ?? null,
    state: error ? 'failed' : 'waiting',
    error: error ? JSON.stringify(error) : null,
    expires_at: expiresAt
      ? DateTime.fromJSDate(expiresAt).toFormat(trx.dialect.dateTimeFormat)
      : null,
  }))
  await trx.table('order_outputs').multiInsert(rows)
}
