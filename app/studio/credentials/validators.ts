import vine from '@vinejs/vine'
import { adapters } from '#studio/providers/registry'

const provider = vine.enum(() => adapters.map(({ key }) => key))

const fields = {
  label: vine.string().trim().minLength(1).maxLength(120),
  baseUrl: vine.string().trim().maxLength(500).optional(),
  dialect: vine.string().trim().maxLength(20).optional(),
  password: vine.string().trim().minLength(4).maxLength(1_000).optional(),
  maxInFlight: vine.number().withoutDecimals().min(1).max(100).optional(),
  requestsPerSecond: vine.number().min(0.01).max(100).optional(),
}

export const newCredentialPage = vine.create({ provider: provider.clone().optional() })
export const newCredentialValidator = vine.create({ ...fields, provider })
export const credentialValidator = vine.create(fields)
