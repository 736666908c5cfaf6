import type {
  Cost,
  GenerationRequest,
  Heard,
  IncomingWebhook,
  Json,
  LocalFile,
  Modality,
  ModelDescription,
  ModelPage,
  ModelQuery,
  ModelReference,
  Reconciliation,
  RemoteReference,
  RemoteSnapshot,
  SentAttempt,
  Submission,
  SubmitResult,
  WebhookEvent,
} from '#studio/providers/shapes'

/**
 * The face every provider has. An adapter knows one provider's addresses and
 * shapes; it has no timers and no database, and asks through `context.http`
 * only. The engine (`#studio/engine`) decides when to ask again.
 */

/** The name a provider goes by in rows and addresses; `registry.ts` knows which there are. */
export type ProviderKey = string

export interface ProviderAdapter {
  readonly key: ProviderKey
  readonly name: string
  /** Origins it may ask besides its base URL's, while that is the default one: documented siblings. */
  readonly siblings?: string[]
  /** Where its results lie besides the base URL's origin, such as `fal.media` or `*.fal.media`. */
  readonly outputHosts?: string[]
  /** The variable with a key for those who give it in the environment, such as `FAL_KEY`. */
  readonly environmentKey?: string
  /** Where people get a key and credit. */
  readonly accountUrl?: string
  /** What a base URL may speak, where several are known. */
  readonly dialects?: string[]
  readonly capabilities: Capabilities

  /** Headers that show who asks, for results that are not handed to everybody. */
  authorization?(context: ProviderContext): Record<string, string>

  /** A cheap authenticated read that never spends money. */
  check(context: ProviderContext): Promise<{ account?: string; version?: string }>

  listModels(context: ProviderContext, query: ModelQuery): Promise<ModelPage>

  /** The published schema of one model and the form made from it. */
  describeModel(context: ProviderContext, model: ModelReference): Promise<ModelDescription>

  /** Null where the provider says no price beforehand. */
  estimate?(context: ProviderContext, request: GenerationRequest): Promise<Cost | null>

  /** A local file becomes something the provider accepts: a URL, a data URI, the name of an upload. */
  prepareInput?(context: ProviderContext, file: LocalFile): Promise<Json>

  /** Exactly one outbound POST. Throws ProviderError; `ambiguous` when acceptance is not known. */
  submit(context: ProviderContext, request: Submission): Promise<SubmitResult>

  /** One read, safe to repeat, without waiting inside. */
  poll(context: ProviderContext, reference: RemoteReference): Promise<RemoteSnapshot>

  /** Null where it cannot be told to stop yet: it is asked for again. */
  cancel(
    context: ProviderContext,
    reference: RemoteReference
  ): Promise<'cancelled' | 'requested' | 'too_late' | 'unsupported' | null>

  /** Where a socket tells how far a job is: hears it until the job or the context's signal ends it. */
  watch?(
    context: ProviderContext,
    reference: RemoteReference,
    tell: (heard: Heard) => void
  ): Promise<void>

  /** How far an attempt is, known by its key, while the answer to its POST is still out; null while it waits. */
  progress?(context: ProviderContext, reference: RemoteReference): Promise<Heard | null>

  /** After an ambiguous submit or a crash: looks whether the attempt arrived. Never creates anything. */
  reconcile(context: ProviderContext, attempt: SentAttempt): Promise<Reconciliation>

  /** Throws ProviderError `auth` when forged, too old, or not signed with our secret. */
  verifyWebhook?(context: ProviderContext, webhook: IncomingWebhook): Promise<WebhookEvent>
}

export interface Capabilities {
  modalities: Modality[]
  progress: 'percent' | 'logs' | 'none'
  queuePosition: boolean
  cancel: 'queued' | 'queued_and_running' | 'none'
  /** Whether a lost answer can be found again, or sent again without a second charge. */
  idempotency: 'client_id' | 'key' | 'none'
  webhooks: boolean
  costEstimate: boolean
  schemaDiscovery: 'openapi' | 'object_info' | 'static'
  /** The answer to the POST holds the pictures. */
  synchronous: boolean
  /** Runs on this machine or in this house: any http address may be its base URL. */
  local: boolean
  /** Works without a key. */
  keyless: boolean
  defaultBaseUrl: string
  maxInFlight: number
  requestsPerSecond: number
}

export interface ProviderContext {
  /** The key in clear; never logged, never stored. Empty where none is needed. */
  secret: string
  baseUrl: string
  dialect: string | null
  http: ProviderHttp
  signal: AbortSignal
  now(): Date
}

/** The one door to the outside. Reads are repeated with backoff, `submit` never. */
export interface ProviderHttp {
  /** Safe to repeat: retried on network errors, 429 and 5xx. */
  read(request: HttpRequest): Promise<HttpAnswer>
  /** Sent once. Refused connections throw `network`; anything after bytes were sent throws `ambiguous`. */
  submit(request: HttpRequest): Promise<HttpAnswer>
  /** Hears texts at a socket until `hear` wants no more of them. */
  listen(
    request: Pick<HttpRequest, 'url' | 'headers'>,
    hear: (text: string) => boolean
  ): Promise<void>
}

export interface HttpRequest {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** Built from the base URL and stored ids; another origin only where the adapter names it. */
  url: string
  headers?: Record<string, string>
  json?: unknown
  body?: Uint8Array | FormData
  /** Bytes of the answer: 4 MB unless a synchronous provider sends pictures. */
  maxBytes?: number
  timeoutMs?: number
}

export interface HttpAnswer {
  status: number
  headers: Record<string, string>
  /** Parsed when it is JSON, else null. */
  json: any
  bytes: Uint8Array
}
