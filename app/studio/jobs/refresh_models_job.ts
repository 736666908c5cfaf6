import type JobRun from '#queue/models/job_run'
import type JobRunItem from '#queue/models/job_run_item'
import { RunJob } from '#queue/run_job'
import { refreshModels } from '#studio/catalog/refreshing'
import ProviderCredential from '#studio/models/provider_credential'

/** Reads the lists of models, one account after the other. */
export default class RefreshModelsJob extends RunJob {
  static kind = 'studio.refresh_models'

  async perform(item: JobRunItem, run: JobRun) {
    const { credentialId, query } = item.payload as { credentialId: number; query: string | null }
    const credential = await ProviderCredential.query()
      .where('id', credentialId)
      .whereNull('removed_at')
      .first()
    if (!credential) return { state: 'skipped' as const, message: 'This account was removed.' }
    const count = await refreshModels(credential, { query, signal: run.signal })
    return { state: 'done' as const, message: `${count} ${count === 1 ? 'model' : 'models'}` }
  }
}
