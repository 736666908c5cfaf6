import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@japa/runner'
import ace from '@adonisjs/core/services/ace'
import db from '@adonisjs/lucid/services/db'
import LibraryImport from '#app/commands/library_import'
import Asset from '#library/models/asset'
import SourceFolder from '#library/models/source_folder'
import { type Cast, createCast } from '#tests/helpers/cast'
import { emptyDataFolders, emptyTables } from '#tests/helpers/database'
import { generatedPng, png } from '#tests/helpers/pictures'

test.group('library:import', (group) => {
  let cast: Cast
  let root: string
  group.each.setup(async () => {
    await emptyTables()
    await emptyDataFolders()
    cast = await createCast()
    root = await mkdtemp(join(tmpdir(), 'atelier-command-'))
    await mkdir(join(root, 'sub'))
    await put('a.png', await png(1))
    await put('sub/b.png', await generatedPng(2, 'a fox\nSteps: 2, Model: foxy'))
    ace.ui.switchMode('raw')
    return async () => {
      ace.ui.switchMode('normal')
      await rm(root, { recursive: true, force: true })
    }
  })

  test('copies files and folders, with a tag', async ({ assert }) => {
    const command = await run([root, '--tag', 'Phone'])
    command.assertSucceeded()
    const assets = await Asset.query().orderBy('id')
    assert.lengthOf(assets, 2)
    assert.isTrue(assets.every(({ sourceFolderId }) => sourceFolderId === null))
    assert.lengthOf(await db.from('asset_tags'), 2)
    assert.equal(assets[0].ownerId, cast.owner.id)
  })

  test('reads a folder in place', async ({ assert }) => {
    const command = await run([root, '--in-place'])
    command.assertSucceeded()
    const folder = await SourceFolder.firstOrFail()
    assert.equal(folder.mode, 'in_place')
    assert.lengthOf(await Asset.query().where('source_folder_id', folder.id), 2)
  })

  test('side files beside a picture are read', async ({ assert }) => {
    await put('a.txt', Buffer.from('a wolf in the snow\nSteps: 9, Seed: 5'))
    await run([join(root, 'a.png')])
    const asset = await Asset.firstOrFail()
    assert.equal(asset.prompt, 'a wolf in the snow')
  })

  test('a dry run says what would happen and changes nothing', async ({ assert }) => {
    const command = await run([root, '--dry-run'])
    command.assertSucceeded()
    assert.lengthOf(await Asset.all(), 0)
    assert.lengthOf(await db.from('job_runs'), 0)
    command.assertLogMatches(/import\s+.*a\.png/)
  })

  test('asks only for what a file lacks', async ({ assert }) => {
    const command = await ace.create(LibraryImport, [root, '--ask'])
    command.prompt.trap('Model of a.png').replyWith('my model')
    command.prompt.trap('Prompt of a.png').replyWith('my words')
    await command.exec()
    const asset = await Asset.findByOrFail('prompt', 'my words')
    assert.equal(asset.model, 'my model')
    assert.lengthOf(await Asset.query().where('model', 'foxy'), 1)
  })

  test('says what is wrong', async ({ assert }) => {
    const missing = await run([join(root, 'nowhere')])
    missing.assertFailed()
    const viewer = await run([root, '--user', 'viewer@example.com'])
    viewer.assertFailed()
    const file = await run([join(root, 'a.png'), '--in-place'])
    file.assertFailed()
    assert.lengthOf(await Asset.all(), 0)
  })

  async function run(argv: string[]) {
    const command = await ace.create(LibraryImport, argv)
    await command.exec()
    return command
  }

  async function put(path: string, bytes: Buffer) {
    await writeFile(join(root, path), bytes)
    const past = new Date(Date.now() - 60_000)
    await utimes(join(root, path), past, past)
  }
})
