/** What goes to providers and what comes back, in the studio's own words. */

import type { ProviderFault } from '#studio/providers/faults'

export const modalities = [
  'text_to_image',
  'image_to_image',
  'image_to_video',
  'text_to_video',
  'audio',
  'upscale',
] as const
export type Modality = (typeof modalities)[number]

export type RemoteState = 'queued' | 'running' | 'succeeded' | 'failed' | 'cancelled' | 'unknown'

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json }

export interface ModelQuery {
  query?: string
  modality?: Modality
  cursor?: string
  limit?: number
}
export interface ModelPage {
  models: ModelInfo[]
  cursor?: string
}
export interface ModelReference {
  ref: string
  workflow?: Json
  bindings?: Binding[]
}
export interface ModelInfo {
  ref: string
  name: string
  family?: string
  modality: Modality
  description?: string
}
export interface ModelDescription {
  model: ModelInfo
  parameters: ParameterSpec[]
  /** As published, kept beside the form: unknown keywords survive and the last word is its. */
  schema: Json
  schemaHash: string
}

/** Which input of which node of a ComfyUI graph a parameter goes to. */
export interface Binding {
  parameter: string
  node: string
  input: string
}

export interface ParameterSpec {
  name: string
  label: string
  help?: string
  type:
    | 'text'
    | 'longtext'
    | 'integer'
    | 'number'
    | 'boolean'
    | 'enum'
    | 'file'
    | 'files'
    | 'size'
    | 'seed'
    | 'json'
  required: boolean
  nullable: boolean
  default?: Json
  options?: { value: Json; label: string }[]
  minimum?: number
  maximum?: number
  exclusiveMinimum?: number
  exclusiveMaximum?: number
  multipleOf?: number
  minLength?: number
  maxLength?: number
  minItems?: number
  maxItems?: number
  group: 'main' | 'advanced' | 'hidden'
  /** A scalar that may hold a prompt template of its own. */
  varyable: boolean
  /** What the studio knows it as, whatever the provider calls it. */
  role?: 'prompt' | 'negative_prompt' | 'seed' | 'width' | 'height' | 'size' | 'count' | 'image'
}

export interface GenerationRequest {
  model: ModelReference
  /** Final values by the provider's own parameter names, prompt and seed included. */
  parameters: Record<string, Json>
}
export interface Submission extends GenerationRequest {
  /** A uuid of ours, written down before the POST. */
  attemptKey: string
  /** Ends a job the provider would run for ever; seconds. */
  timeLimit: number
  /** Where the provider may say "look now"; only for those with webhooks, and only over https. */
  webhookUrl?: string
}
/** As it is kept: in the place of a file that travelled inside stands a KeptFile. */
export interface SentAttempt extends Submission {
  sentAt: Date
  /** Ids of jobs that are known to be other attempts': two that are alike are not taken for one. */
  taken?: string[]
}

export type SubmitResult = { reference: RemoteReference; snapshot: RemoteSnapshot }

/** All of it is stored. */
export interface RemoteReference {
  externalId: string
  modelRef: string
  urls?: Record<string, string>
  extra?: Record<string, string>
}

export type Reconciliation =
  | { found: RemoteReference }
  /** `certain`: it never arrived, and may be sent again once. */
  | { found: null; certain: boolean }

export interface RemoteSnapshot {
  state: RemoteState
  /** 0..1 */
  progress?: number
  queuePosition?: number
  logTail?: string
  outputs?: RemoteOutput[]
  error?: ProviderFault
  cost?: Cost
  /** When the provider wants to be asked again. */
  pollAfterMs?: number
}

/** What is heard of a job on the side: no verdict, and perhaps nothing ever. */
export interface Heard {
  /** 0..1 */
  progress?: number
  logTail?: string
  /** It is worth asking now. */
  isOver?: boolean
}

export interface RemoteOutput {
  source: { url: string; authorized: boolean } | { bytes: Uint8Array }
  mime?: string
  seed?: string
  expiresAt?: Date
  /** Withheld by the provider, and why. */
  blocked?: string
  meta?: Record<string, Json>
}

export interface LocalFile {
  path: string
  mime: string
  fileName: string
  size: number
}

export interface IncomingWebhook {
  headers: Record<string, string>
  rawBody: Uint8Array
  /** The unguessable part of the address, for providers that sign nothing. */
  token: string
}
/** Only says "look now". */
export interface WebhookEvent {
  deliveryId: string
  externalId: string
  /** Nobody else can have said it: then it also tells which job an order became whose answer got lost. */
  isSigned: boolean
}

export type Cost = {
  /** Decimal text. */
  amount: string
  currency: 'USD' | 'BUZZ' | 'SECONDS' | 'TOKENS'
  kind: 'estimate' | 'actual'
}
