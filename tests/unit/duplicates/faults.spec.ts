import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import db from '@adonisjs/lucid/services/db'
import { logsPath } from '#core/paths'
import { recoverDuplicateWork } from '#duplicates/files/operations'
import { createCast } from '#tests/helpers/cast'
import { emptyDataFolders, emptyTables } from '#tests/helpers/database'
import { assetWithFile, makeAlike, sourceFolder } from '#tests/helpers/duplicates'

test.group('A disk that refuses a merge its files', (group) => {
  let root: string
  group.each.timeout(60_000)
  group.each.setup(async () => {
    await emptyTables()
    await emptyDataFolders()
    root = await mkdtemp(join(tmpdir(), 'atelier-faults-'))
    return () => rm(root, { recursive: true, force: true })
  })

  /** Merges two twins in a process to which this happens. */
  async function merge(rest: 'link' | 'move', fault: string) {
    const { owner } = await createCast()
    for (const name of ['pictures', 'later']) await mkdir(join(root, name))
    const folder = await sourceFolder(join(root, 'pictures'), owner)
    const later = await sourceFolder(join(root, 'later'), owner)
    const file = (fileName: string) => ({ owner, folder, path: fileName, file: { fileName } })
    const keeper = await assetWithFile('fox', file('fox.png'))
    const copy = await assetWithFile('fox', file('copy.png'))
    await makeAlike([keeper, copy])
    const script = app.makePath('tests/helpers/merge_child.ts')
    const words = [owner.id, 'merge', rest, later.id, keeper.id, copy.id].map(String)
    const child = spawn(process.execPath, ['--import', './bin/typescript.js', script, ...words], {
      cwd: app.makePath(),
      env: { ...process.env, FAILPOINTS: fault },
      stdio: 'inherit',
    })
    const [code] = await once(child, 'exit')
    if (code !== 0) throw new Error(`The merge ended with ${code}`)
    return copy
  }

  /** Every name below the two folders, and that each holds the picture. */
  async function names() {
    const entries = await readdir(root, { recursive: true, withFileTypes: true })
    const files = entries.filter((entry) => entry.isFile())
    for (const { parentPath, name } of files) {
      if ((await readFile(join(parentPath, name), 'utf8')) !== 'fox') throw new Error(name)
    }
    return files.map(({ parentPath, name }) => join(parentPath, name).slice(root.length + 1)).sort()
  }
  async function inode(name: string) {
    const { ino } = await stat(join(root, 'pictures', name))
    return ino
  }
  const waiting = () => db.from('duplicate_file_operations').whereNull('done_at')
  async function logged() {
    const files = await readdir(logsPath())
    const name = files.find((file) => file.startsWith('duplicates-'))!
    return readFile(logsPath(name), 'utf8')
  }
  const untouched = ['pictures/copy.png', 'pictures/fox.png']

  const places = { link: 'link.after_link', move: 'move.after_named' } as const
  for (const rest of ['link', 'move'] as const) {
    test(`a full and a failing disk are waited for (${rest})`, async ({ assert }) => {
      await merge(rest, `${places[rest]}=throw:${rest === 'link' ? 'ENOSPC' : 'EIO'}`)
      assert.lengthOf(await waiting(), 1)
      assert.include(await logged(), 'waits: ')
      assert.includeMembers(await names(), untouched)

      await recoverDuplicateWork({ minutes: -1 })
      assert.isEmpty(await waiting())
      const moved = ['later/copy.png', 'pictures/fox.png']
      assert.deepEqual(await names(), rest === 'move' ? moved : untouched)
      if (rest === 'link') assert.equal(await inode('copy.png'), await inode('fox.png'))
    })

    test(`what may not be written stays, and the log says why (${rest})`, async ({ assert }) => {
      const place = rest === 'link' ? 'link.after_link' : 'trash.link'
      const copy = await merge(rest, `${place}=throw:EACCES`)
      assert.isEmpty(await waiting())
      assert.deepEqual(await names(), untouched)
      assert.notEqual(await inode('copy.png'), await inode('fox.png'))
      const log = await logged()
      const line = log.split('\n').find((text) => text.includes('not done'))!
      assert.include(line, 'EACCES')
      assert.equal(JSON.parse(line).asset, copy.id)
    })
  }

  test('across disks a file is copied, read back, and only then leaves', async ({ assert }) => {
    const copy = await merge('move', 'trash.link=throw:EXDEV')
    assert.deepEqual(await names(), ['later/copy.png', 'pictures/fox.png'])
    await copy.refresh()
    assert.equal(copy.path, 'copy.png')
    assert.isEmpty(await waiting())
  })
})
