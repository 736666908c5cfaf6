import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { test } from '@japa/runner'
import library from '#config/library'
import SourceFolder from '#library/models/source_folder'
import { stopWatchingAll, watchSourceFolders } from '#library/source_folders/watching'
import JobRun from '#queue/models/job_run'
import { createCast } from '#tests/helpers/cast'
import { emptyTables } from '#tests/helpers/database'

test.group('Watching a source folder', (group) => {
  let root: string
  group.each.setup(async () => {
    await emptyTables()
    root = await mkdtemp(join(tmpdir(), 'atelier-watch-'))
    const { quietMilliseconds, restlessMilliseconds } = library
    Object.assign(library, { quietMilliseconds: 500, restlessMilliseconds: 1_000 })
    return async () => {
      Object.assign(library, { quietMilliseconds, restlessMilliseconds })
      await stopWatchingAll()
      await rm(root, { recursive: true, force: true })
    }
  })

  test('waits until it is quiet', async ({ assert }) => {
    await watch()
    await writeFile(join(root, 'a.png'), 'a')
    await delay(250)
    assert.lengthOf(await JobRun.all(), 0)
    await delay(700)
    assert.lengthOf(await JobRun.all(), 1)
  })

  test('one that is written to all the time is looked through all the same', async ({ assert }) => {
    await watch()
    for (const end = Date.now() + 2_000; Date.now() < end; await delay(100)) {
      await appendFile(join(root, 'growing.log'), 'more\n')
    }
    assert.lengthOf(await JobRun.all(), 1)
  })

  async function watch() {
    const { owner } = await createCast()
    const details = { name: 'Pictures', mode: 'in_place', visibility: 'everyone' } as const
    await SourceFolder.create({ ...details, path: root, watched: true, ownerId: owner.id })
    await watchSourceFolders()
    await delay(200)
  }
})
