import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { originalsPath, trashPath } from '#core/paths'
import type Asset from '#library/models/asset'
import { finishMoves } from '#trash/moving'
import { purgeAsset } from '#trash/purging'
import { restoreAssets } from '#trash/restoring'
import { trashAssets } from '#trash/trashing'
import { importBytes } from '#tests/helpers/arrivals'
import { type Cast, createCast } from '#tests/helpers/cast'
import { emptyDataFolders, emptyTables } from '#tests/helpers/database'
import { png } from '#tests/helpers/pictures'
import { act, copiesOf, filesBelow, hashOfOriginal } from '#tests/helpers/trash'

test.group('The trash killed, and then told otherwise', (group) => {
  let cast: Cast
  group.each.timeout(60_000)
  group.each.setup(async () => {
    await emptyTables()
    await emptyDataFolders()
    cast = await createCast()
  })
  const trash = (asset: Asset) =>
    trashAssets({ assetIds: [asset.id], by: cast.owner, reason: null })
  const passing = async () => {
    const names = [...(await filesBelow(originalsPath())), ...(await filesBelow(trashPath()))]
    return names.filter((name) => name.includes('/.atelier-'))
  }

  test('a trashing that is taken back leaves no passing name', async ({ assert }) => {
    const asset = await importBytes(await png(1, 60, 40), 'fox.png', { owner: cast.owner })
    await act('trash', asset.id, cast.owner.id, 'trash.after_near')
    assert.lengthOf(await passing(), 1)
    await restoreAssets({ assetIds: [asset.id], by: cast.owner })
    await finishMoves()
    assert.isEmpty(await passing())
    assert.equal(await hashOfOriginal(asset), asset.sha256)
  })

  for (const end of ['kept', 'purged at once']) {
    test(`a restore whose item is trashed again and ${end} leaves no passing name`, async ({
      assert,
    }) => {
      const asset = await importBytes(await png(1, 60, 40), 'fox.png', { owner: cast.owner })
      await trash(asset)
      await finishMoves()
      await act('restore', asset.id, cast.owner.id, 'trash.after_near')
      assert.lengthOf(await passing(), 1)
      await trash(asset)
      const { deleted_at: deletedAt } = await db.from('assets').firstOrFail()
      if (end === 'kept') await finishMoves()
      else await purgeAsset({ id: asset.id, deletedAt })
      assert.isEmpty(await passing())
      assert.lengthOf(await copiesOf(asset), end === 'kept' ? 1 : 0)
    })
  }
})
