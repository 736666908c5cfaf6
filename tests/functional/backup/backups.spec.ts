import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { test } from '@japa/runner'
import { DateTime } from 'luxon'
import { backUpNightly, createBackupLater, listBackups, verifyBackupLater } from '#backup/backups'
import { createBackup } from '#backup/creating'
import CreateBackupJob from '#backup/jobs/create_backup_job'
import VerifyBackupJob from '#backup/jobs/verify_backup_job'
import { restoreBackup } from '#backup/restoring'
import { tellVerification, verifyBackup } from '#backup/verifying'
import { copyDatabase, withDatabaseFile } from '#core/database_copy'
import { backupsPath, originalsPath } from '#core/paths'
import { importBytes } from '#tests/helpers/arrivals'
import { call, keyOf } from '#tests/helpers/api'
import { type Cast, createCast } from '#tests/helpers/cast'
import { emptyDataFolders, emptyTables } from '#tests/helpers/database'
import { png } from '#tests/helpers/pictures'
import { itemsOf, performNow } from '#tests/helpers/runs'

test.group('Backups', (group) => {
  let cast: Cast
  group.each.setup(async () => {
    await emptyTables()
    await emptyDataFolders()
    cast = await createCast()
  })

  const importFox = async () => importBytes(await png(1, 60, 40), 'fox.png', { owner: cast.owner })

  test('hold the rows of the database, and list each original by its hash', async ({ assert }) => {
    const asset = await importFox()

    const { backup } = await createBackup()

    const names = await withDatabaseFile(backupsPath(backup.name), (copy) =>
      copy.from('assets').select('file_name')
    )
    const manifest = await readFile(
      backupsPath(backup.name.replace('.sqlite3', '.manifest.jsonl')),
      'utf8'
    )
    assert.deepEqual(names, [{ file_name: 'fox.png' }])
    assert.deepEqual(JSON.parse(manifest), {
      asset_id: asset.id,
      path: originalsPath(asset.path),
      sha256: asset.sha256,
      size: Number(asset.size),
    })
  })

  test('are made by a job that says what it made, and are listed on the page', async ({
    client,
    assert,
  }) => {
    const run = await performNow(await createBackupLater(cast.owner), new CreateBackupJob())
    const page = await client.get('/admin/backups').loginAs(cast.owner)

    const [backup] = await listBackups()
    const [item] = await itemsOf(run)
    assert.equal(run.state, 'succeeded')
    assert.include(item.message, '0 originals listed')
    page.assertTextIncludes(backup.name)
  })

  test('tell which originals are gone or have changed since', async ({ assert }) => {
    const fox = await importFox()
    const owl = await importBytes(await png(2, 60, 40), 'owl.png', { owner: cast.owner })
    const { backup } = await createBackup()
    const whole = await verifyBackup(backup, { read: true })

    await rm(originalsPath(fox.path))
    const bytes = await readFile(originalsPath(owl.path))
    bytes[bytes.length - 1] ^= 1
    await rm(originalsPath(owl.path))
    await writeFile(originalsPath(owl.path), bytes)
    const bySize = await verifyBackup(backup)
    const byContent = await verifyBackup(backup, { read: true })

    assert.include(tellVerification(backup, whole), 'All 2 originals are there')
    assert.deepEqual(bySize.missing, [originalsPath(fox.path)])
    assert.isEmpty(bySize.changed)
    assert.deepEqual(byContent.changed, [originalsPath(owl.path)])
  })

  test('are checked by a job, which fails where the copy is damaged', async ({ assert }) => {
    const { backup } = await createBackup()
    await writeFile(backupsPath(backup.name), 'no database at all', { flag: 'r+' })

    const run = await verifyBackupLater(backup, cast.owner)
    await performNow(run, new VerifyBackupJob())

    const [item] = await itemsOf(run)
    assert.equal(item.state, 'failed')
  })

  test('go when there are more than are to be kept, with their lists', async ({ assert }) => {
    const older = 'atelier-2020-01-01T000000.000-backup'
    for (let day = 1; day <= 7; day++) {
      const name = older.replace('01T', `0${day}T`)
      await writeFile(backupsPath(`${name}.sqlite3`), '')
      await writeFile(backupsPath(`${name}.manifest.jsonl`), '')
    }
    await copyDatabase('before-migration')

    await createBackup()

    const names = await readdir(backupsPath())
    assert.isFalse(names.some((name) => name.startsWith(older)))
    assert.lengthOf(
      names.filter((name) => name.endsWith('-backup.sqlite3')),
      7
    )
    assert.isTrue(names.some((name) => name.includes('before-migration')))
  })

  test('are made at night, but not again by each start of the worker', async ({ assert }) => {
    const first = await backUpNightly()
    await performNow(first!, new CreateBackupJob())

    assert.isNull(await backUpNightly())

    const yesterday = DateTime.utc().minus({ days: 1 }).toFormat("yyyy-MM-dd'T'HHmmss.SSS")
    await emptyDataFolders()
    await writeFile(backupsPath(`atelier-${yesterday}-backup.sqlite3`), '')
    assert.isNotNull(await backUpNightly())
  })

  test('are not restored while something has the database open', async ({ assert }) => {
    const { backup } = await createBackup()

    await assert.rejects(() => restoreBackup(backup), /stop Atelier first/)
    assert.lengthOf(await listBackups(), 1)
  })

  test('are checked only where there is one of that name', async ({ client }) => {
    const visit = (name: string) =>
      client
        .post(`/admin/backups/${encodeURIComponent(name)}/verifications`)
        .loginAs(cast.owner)
        .withCsrfToken()
        .redirects(0)
    const { backup } = await createBackup()

    const found = await visit(backup.name)
    const none = await visit('../atelier.sqlite3')

    found.assertStatus(302)
    none.assertStatus(404)
  })

  test('are listed and made by programs of administrators', async ({ assert }) => {
    const key = await keyOf(cast.owner, 'admin')
    await createBackup()

    const listed = await call('GET', '/api/jobs/backup', { key })
    const made = await call('POST', '/api/jobs/backup', { key })
    const editor = await keyOf(cast.editor, 'admin')
    const refused = await call('GET', '/api/jobs/backup', { key: editor })

    assert.lengthOf(listed.body.items, 1)
    assert.isTrue(listed.body.items[0].has_manifest)
    assert.equal(made.body.kind, 'backup.create_backup')
    assert.equal(refused.status, 403)
  })
})
