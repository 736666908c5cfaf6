import { randomUUID } from 'node:crypto'
import { errors } from '@vinejs/vine'
import db from '@adonisjs/lucid/services/db'
import type { Infer } from '@vinejs/vine/types'
import type User from '#accounts/models/user'
import { editAsset } from '#library/curation/editing'
import { FieldError, isFieldName, type FieldName, type FieldValue } from '#library/curation/fields'
import { tagsOf } from '#library/curation/item'
import { favoriteAssets, rateAssets } from '#library/curation/marking'
import { shareAssets } from '#library/curation/sharing'
import { tagAssets, untagAssets } from '#library/curation/tagging'
import { slugOf } from '#library/curation/tags'
import type Asset from '#library/models/asset'
import type { assetUpdateValidator } from '#api/validators'

type Update = Infer<typeof assetUpdateValidator>

/**
 * Changes what was sent and nothing else, all of it or none, as one change that can be
 * undone. `tags` is the whole list from now on. Throws a 422 at a field that cannot stand so.
 */
export async function updateAsset(asset: Asset, sent: Update, by: User) {
  try {
    return await db.transaction(async (trx) => {
      const [changeId, values] = [randomUUID(), words(sent)]
      if (Object.keys(values).length)
        await editAsset({ assetId: asset.id, by, trx, changeId, values })
      const action = { assetIds: [asset.id], by, trx, changeId }
      if (sent.rating !== undefined) await rateAssets({ ...action, rating: sent.rating || null })
      if (sent.favorite !== undefined) await favoriteAssets({ ...action, favorite: sent.favorite })
      if (sent.visibility) await shareAssets({ ...action, visibility: sent.visibility })
      if (sent.tags) await retag(asset, sent.tags, action)
      return changeId
    })
  } catch (error) {
    if (!(error instanceof FieldError)) throw error
    const field = snakeCase(error.field)
    throw new errors.E_VALIDATION_ERROR([{ field, message: error.message, rule: 'field' }])
  }
}

/** Whether this changes what everybody sees, and not only the person's own marks. */
export function changesTheAsset({ rating, favorite, ...sent }: Update) {
  return Object.values(sent).some((value) => value !== undefined)
}

function words(sent: Update) {
  const named = Object.entries(sent).map(([name, value]) => [camelCase(name), value] as const)
  return Object.fromEntries(
    named.filter(([name, value]) => isFieldName(name) && value !== undefined)
  ) as Partial<Record<FieldName, FieldValue>>
}

async function retag(
  asset: Asset,
  names: string[],
  action: Omit<Parameters<typeof tagAssets>[0], 'names'>
) {
  const wanted = new Set(names.map(slugOf))
  const before = await tagsOf(asset.id, action.trx)
  const extra = before.filter(({ name }) => !wanted.has(slugOf(name)))
  if (extra.length) await untagAssets({ ...action, names: extra.map(({ name }) => name) })
  if (names.length) await tagAssets({ ...action, names })
}

const camelCase = (name: string) => name.replace(/_(\w)/g, (_all, letter) => letter.toUpperCase())
const snakeCase = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
