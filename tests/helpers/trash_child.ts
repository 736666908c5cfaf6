/**
 * Trashes, restores or purges one asset in a process of its own, which a fail
 * point may kill: trash_child.ts <trash | restore | purge> <asset id> <user id>.
 */
process.env.NODE_ENV = 'test'

import { createIgnitor } from '../../bin/ignitor.js'

const [verb, assetId, userId] = process.argv.slice(2)
const app = createIgnitor().createApp('console')
await app.init()
await app.boot()
await app.start(() => {})

const { default: User } = await import('#accounts/models/user')
const { default: db } = await import('@adonisjs/lucid/services/db')
const { moveFile } = await import('#trash/moving')
const { purgeAsset } = await import('#trash/purging')
const { restoreAssets } = await import('#trash/restoring')
const { trashAssets } = await import('#trash/trashing')

const by = await User.findOrFail(userId)
const id = Number(assetId)
if (verb === 'purge') {
  const { deleted_at: deletedAt } = await db.from('assets').where({ id }).firstOrFail()
  await purgeAsset({ id, deletedAt })
} else {
  if (verb === 'trash') await trashAssets({ assetIds: [id], by, reason: 'blurred' })
  else await restoreAssets({ assetIds: [id], by })
  await moveFile(id)
}
process.exit(0)
