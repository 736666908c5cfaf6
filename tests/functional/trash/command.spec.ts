import { test } from '@japa/runner'
import ace from '@adonisjs/core/services/ace'
import db from '@adonisjs/lucid/services/db'
import TrashPurge from '#app/commands/trash_purge'
import TrashRestore from '#app/commands/trash_restore'
import type Asset from '#library/models/asset'
import { finishMoves } from '#trash/moving'
import { trashAssets } from '#trash/trashing'
import { importBytes } from '#tests/helpers/arrivals'
import { type Cast, createCast } from '#tests/helpers/cast'
import { emptyDataFolders, emptyTables } from '#tests/helpers/database'
import { png } from '#tests/helpers/pictures'
import { contents } from '#tests/helpers/trash'

test.group('trash:purge and trash:restore', (group) => {
  let cast: Cast
  let asset: Asset
  group.each.setup(async () => {
    await emptyTables()
    await emptyDataFolders()
    cast = await createCast()
    asset = await importBytes(await png(1, 60, 40), 'fox.png', { owner: cast.owner })
    await trashAssets({ assetIds: [asset.id], by: cast.owner, reason: null })
    await finishMoves()
    ace.ui.switchMode('raw')
    return () => ace.ui.switchMode('normal')
  })

  async function run(Command: any, args: string[]) {
    const command = await ace.create(Command, args)
    await command.exec()
    return command.exitCode
  }

  test('purges what is old enough, and only says so with --dry-run', async ({ assert }) => {
    await run(TrashPurge, ['--older-than=30d'])
    await run(TrashPurge, ['--older-than=0d', '--dry-run', '--json'])
    assert.lengthOf(await contents(), 1)
    await run(TrashPurge, ['--older-than=0d'])
    assert.isEmpty(await contents())
    assert.lengthOf(await db.from('assets'), 0)
  })

  test('restores by number, with the file', async ({ assert }) => {
    assert.notEqual(await run(TrashRestore, [String(asset.id), '--user=owner@example.com']), 1)
    await asset.refresh()
    assert.isNull(asset.deletedAt)
    assert.isNull(asset.trashPath)
  })

  test('says what is wrong', async ({ assert }) => {
    assert.equal(await run(TrashPurge, ['--older-than=soon']), 1)
    assert.equal(await run(TrashRestore, ['fox']), 1)
    assert.equal(await run(TrashRestore, ['1', '--user=nobody@example.com']), 1)
  })
})
