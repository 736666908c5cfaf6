import { fluxDocument, fluxModel } from '#tests/fakes/fal_models'
import type { FakeJob, FakeJobs } from '#tests/fakes/jobs'
import type { Routes } from '#tests/fakes/server'

/** What fal has beside its queue: models, prices, requests of the past, and room for uploads. */
export function platformRoutes(jobs: FakeJobs, url: () => string): Routes {
  return {
    'GET /v1/models': ({ query }) => {
      const wanted = query.get('endpoint_id') ?? fluxModel.endpoint_id
      const openapi = query.get('expand') ? { openapi: fluxDocument } : {}
      const models = wanted === fluxModel.endpoint_id ? [{ ...fluxModel, ...openapi }] : []
      return { json: { models, next_cursor: null, has_more: false } }
    },
    'GET /v1/models/pricing': ({ query }) => {
      const price = { endpoint_id: query.get('endpoint_id'), unit_price: 0.025 }
      const prices = [{ ...price, unit: 'megapixels', currency: 'USD' }]
      return { json: { next_cursor: null, has_more: false, prices } }
    },
    'GET /v1/models/requests/by-endpoint': ({ query }) => {
      const since = Date.parse(query.get('start') ?? '')
      const listed = jobs.all.filter(
        (job) => job.model === query.get('endpoint_id') && job.sentAt.getTime() >= since
      )
      return { json: { next_cursor: null, has_more: false, items: listed.map(requestItem) } }
    },
    'POST /storage/upload/initiate': ({ json }) => ({
      json: {
        upload_url: `${url()}/uploads/${json.file_name}`,
        file_url: `${url()}/files/${json.file_name}`,
      },
    }),
  }
}

function requestItem(job: FakeJob) {
  return {
    request_id: job.id,
    endpoint_id: job.model,
    started_at: job.sentAt.toISOString(),
    sent_at: job.sentAt.toISOString(),
    ended_at: null,
    status_code: null,
    duration: null,
    json_input: { ...job.input, enable_safety_checker: true },
  }
}
