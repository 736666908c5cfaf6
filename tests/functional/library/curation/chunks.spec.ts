import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { importBytes } from '#tests/helpers/arrivals'
import { createCast, type Cast } from '#tests/helpers/cast'
import { emptyDataFolders, emptyTables } from '#tests/helpers/database'
import { generatedPng } from '#tests/helpers/pictures'

test.group('Chunks of metadata', (group) => {
  let cast: Cast
  group.each.setup(async () => {
    await emptyTables()
    await emptyDataFolders()
    cast = await createCast()
  })

  test('are saved as they were found in the file', async ({ client, assert }) => {
    const parameters = 'a red fox\nSteps: 20, Sampler: Euler, Seed: 7'
    const bytes = await generatedPng(1, parameters)
    const asset = await importBytes(bytes, 'fox.png', { owner: cast.owner })
    const chunk = await db.from('asset_chunks').where('keyword', 'parameters').firstOrFail()
    const file = await client.get(`/library/${asset.id}/chunks/${chunk.id}`).loginAs(cast.viewer)
    file.assertStatus(200)
    file.assertHeader('content-disposition', 'attachment; filename="fox.parameters.txt"')
    assert.equal(file.text(), parameters)
  })
})
