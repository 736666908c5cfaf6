import { DateTime } from 'luxon'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import User from '#accounts/models/user'
import { typeOfBytes } from '#library/decoding/sniffing'
import { importStaged, type ImportOptions, type ImportResult } from '#library/importing/importing'
import { readHead } from '#library/metadata/containers/reading'
import { Fenced } from '#studio/engine/taking'
import type OrderAttempt from '#studio/models/order_attempt'
import type OrderOutput from '#studio/models/order_output'
import Project from '#studio/models/project'
import { shareProduct } from '#studio/projects/sharing'
import { ProviderError } from '#studio/providers/faults'
import { restoreAssets } from '#trash/restoring'
import { recipeOfProduct } from '#studio/recipes'

/**
 * Takes a staged output into the library as a product of its order. In the one transaction that makes
 * it visible it is written down as stored, so that a crash brings neither a second one nor none. The
 * same bytes that are there already become a product too. Throws ProviderError `output_invalid` where
 * it is no picture, film or sound.
 */
export async function storeProduct(attempt: OrderAttempt, output: OrderOutput) {
  const { order } = attempt.item
  const project = await Project.findOrFail(order.projectId)
  const owner = await User.findOrFail(order.userId)
  const staged = { path: output.stagedPath!, name: await nameOf(attempt, output) }
  const options: ImportOptions = {
    owner,
    visibility: project.visibility,
    collectionId: project.collectionId,
    recipe: await recipeOfProduct(attempt, output),
    record: async (trx, result) => {
      await record(trx, attempt, output, result)
      await restoreIfTrashed(trx, owner, result.assetId!)
      await shareProduct(trx, project, result.assetId!)
    },
  }
  const { recorded, message } = await importStaged(staged, options)
  if (recorded) return
  throw new ProviderError({ code: 'output_invalid', retry: 'never', providerMessage: message })
}

/** Says where it comes from, and ends as its bytes want it, whatever the provider called it. */
async function nameOf({ item, provider }: OrderAttempt, { position, stagedPath }: OrderOutput) {
  const type = await typeOfBytes(await readHead(stagedPath!))
  const number = `${item.orderId}-${item.position + 1}-${position + 1}`
  return `${provider}-${number}.${type?.extension ?? 'bin'}`
}

async function record(
  trx: TransactionClientContract,
  attempt: OrderAttempt,
  output: OrderOutput,
  { assetId, sha256 }: ImportResult
) {
  await refuseIfFenced(trx, attempt)
  const { item } = attempt
  const stored = { state: 'stored', asset_id: assetId, sha256, staged_path: null, error: null }
  await trx.from('order_outputs').where('id', output.id).update(stored)
  await trx.table('products').insert({
    asset_id: assetId,
    order_item_id: item.id,
    project_id: item.order.projectId,
    position: await nextPosition(trx, item.id),
    created_at: DateTime.now().toFormat(trx.dialect.dateTimeFormat),
  })
  await insertChoices(trx, assetId!, item.choices)
}

/** What was thrown away and is ordered again is wanted again. */
async function restoreIfTrashed(trx: TransactionClientContract, by: User, assetId: number) {
  const trashed = await trx.from('assets').where('id', assetId).whereNotNull('deleted_at').first()
  if (trashed) await restoreAssets({ assetIds: [assetId], by, trx })
}

async function refuseIfFenced(trx: TransactionClientContract, { id, leaseOwner }: OrderAttempt) {
  const own = await trx.from('order_attempts').where({ id, lease_owner: leaseOwner }).first()
  if (!own) throw new Fenced(`Attempt ${id} belongs to somebody else`)
}

/** An item that is made once more after it failed in part has products of both attempts. */
async function nextPosition(trx: TransactionClientContract, itemId: number) {
  const products = trx.from('products').where('order_item_id', itemId)
  const { last } = await products.max('position as last').firstOrFail()
  return last === null ? 0 : Number(last) + 1
}

/** What the search finds it by: `choice.colour:red`. Of bytes that were made twice the first choice stays. */
async function insertChoices(
  trx: TransactionClientContract,
  assetId: number,
  choices: Record<string, string>
) {
  const rows = Object.entries(choices).map(([name, value]) => ({
    asset_id: assetId,
    name: name.slice(0, 120),
    value: value.slice(0, 500),
  }))
  if (!rows.length) return
  await trx
    .knexQuery()
    .table('asset_choices')
    .insert(rows)
    .onConflict(['asset_id', 'name'])
    .ignore()
}
