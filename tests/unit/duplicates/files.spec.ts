import { randomUUID } from 'node:crypto'
import {
  link,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { originalsPath } from '#core/paths'
import type Asset from '#library/models/asset'
import type SourceFolder from '#library/models/source_folder'
import { performFileOperations } from '#duplicates/files/operations'
import { lookAtFiles } from '#duplicates/merging/looking'
import { mergeGroup, mergeWithin, type Rest } from '#duplicates/merging'
import { undoMerge } from '#duplicates/undoing'
import { moveFile } from '#trash/moving'
import { purgeAsset } from '#trash/purging'
import { trashAssets } from '#trash/trashing'
import { type Cast, createCast } from '#tests/helpers/cast'
import { emptyDataFolders, emptyTables } from '#tests/helpers/database'
import { assetWithFile, makeAlike, sourceFolder } from '#tests/helpers/duplicates'

test.group('Duplicates / files of a merge', (group) => {
  let cast: Cast
  let root: string
  let folder: SourceFolder
  group.each.setup(async () => {
    await emptyTables()
    await emptyDataFolders()
    cast = await createCast()
    root = await mkdtemp(join(tmpdir(), 'atelier-merge-'))
    await mkdir(join(root, 'pictures'))
    folder = await sourceFolder(join(root, 'pictures'), cast.owner)
    return () => rm(root, { recursive: true })
  })

  const twins = async (other = 'fox') => {
    const { owner } = cast
    const keeper = await assetWithFile('fox', { owner, folder, path: 'fox.png' })
    const copy = await assetWithFile(other, { owner, folder, path: 'copy.png' })
    await makeAlike([keeper, copy])
    return [keeper, copy]
  }
  const merge = ([keeper, copy]: Asset[], rest: Rest, folderId?: number) =>
    mergeGroup({ keeperId: keeper.id, otherIds: [copy.id], by: cast.owner, rest, folderId })
  const pathOf = (name: string) => join(folder.path, name)
  const inode = async (name: string) => {
    const { ino } = await stat(pathOf(name))
    return ino
  }

  test('the same bytes in one folder share one file, and have their own again after undo', async ({
    assert,
  }) => {
    const pair = await twins()
    const { changeId } = await merge(pair, 'link')
    assert.equal(await inode('copy.png'), await inode('fox.png'))
    await pair[1].refresh()
    const { mtimeMs } = await lstat(pathOf('copy.png'))
    assert.equal(pair[1].modifiedAt, Math.floor(mtimeMs))

    await undoMerge({ changeId, by: cast.owner })
    assert.notEqual(await inode('copy.png'), await inode('fox.png'))
    assert.equal(await readFile(pathOf('copy.png'), 'utf8'), 'fox')
    assert.isEmpty(await db.from('duplicate_decisions'))
    await undoMerge({ changeId, by: cast.owner })
    assert.equal(await readFile(pathOf('fox.png'), 'utf8'), 'fox')
  })

  test('other bytes are never linked over, neither known nor written meanwhile', async ({
    assert,
  }) => {
    const pair = await twins('other fox')
    await assert.rejects(() => merge(pair, 'link'), /only the same bytes/)
    await emptyTables()
    cast = await createCast()
    folder = await sourceFolder(folder.path, cast.owner)
    const same = await twins()
    await writeFile(pathOf('copy.png'), 'a picture somebody just painted')
    await merge(same, 'link')
    assert.equal(await readFile(pathOf('copy.png'), 'utf8'), 'a picture somebody just painted')
    assert.isEmpty(await db.from('duplicate_file_operations'))
  })

  test('a file moves to another folder beside what is there, and back', async ({ assert }) => {
    await mkdir(join(root, 'later'))
    const later = await sourceFolder(join(root, 'later'), cast.owner)
    await writeFile(join(later.path, 'copy.png'), 'not ours')
    const [keeper, copy] = await twins('other fox')
    await copy.merge({ fileName: 'copy.png' }).save()
    const { changeId } = await merge([keeper, copy], 'move', later.id)
    await copy.refresh()
    assert.equal(copy.sourceFolderId, later.id)
    assert.equal(copy.path, 'copy (2).png')
    assert.equal(await readFile(join(later.path, 'copy (2).png'), 'utf8'), 'other fox')
    assert.equal(await readFile(join(later.path, 'copy.png'), 'utf8'), 'not ours')
    await assert.rejects(() => stat(pathOf('copy.png')))

    await undoMerge({ changeId, by: cast.owner })
    await copy.refresh()
    assert.equal(copy.sourceFolderId, folder.id)
    assert.equal(copy.path, 'copy.png')
    assert.equal(await readFile(pathOf('copy.png'), 'utf8'), 'other fox')
    await assert.rejects(() => stat(join(later.path, 'copy (2).png')))
  })

  test('what was trashed before its file could be moved gets no name in the new folder', async ({
    assert,
  }) => {
    await mkdir(join(root, 'later'))
    const later = await sourceFolder(join(root, 'later'), cast.owner)
    const [keeper, copy] = await twins('other fox')
    const order = {
      keeperId: keeper.id,
      otherIds: [copy.id],
      by: cast.owner,
      rest: 'move' as const,
    }
    const looked = await lookAtFiles({ ...order, folderId: later.id })
    const { changeId } = await db.transaction((trx) =>
      mergeWithin(trx, { ...order, folderId: later.id, looked })
    )
    await trashAssets({ assetIds: [copy.id], by: cast.owner, reason: null })
    await performFileOperations(changeId)
    assert.isEmpty(await readdir(later.path))
    assert.isEmpty(await db.from('duplicate_file_operations'))
    await moveFile(copy.id)
    assert.deepEqual(await names(), ['fox.png'])
  })

  for (const [when, linked] of [
    ['', false],
    [', where a killed attempt had linked it', true],
  ] as const) {
    test(`an original of two items is copied when one of them moves${when}`, async ({ assert }) => {
      await mkdir(join(root, 'later'))
      const later = await sourceFolder(join(root, 'later'), cast.owner)
      const file = { owner: cast.owner, file: { fileName: 'copy.png' } }
      const keeper = await assetWithFile('fox', { owner: cast.owner, folder, path: 'fox.png' })
      const pair = [await assetWithFile('fox', file), await assetWithFile('fox', file)]
      await makeAlike([keeper, ...pair])
      const [copy, staying] = pair
      const original = originalsPath(staying.path)
      if (linked) await link(original, join(later.path, 'copy.png'))
      const order = { keeperId: keeper.id, otherIds: [copy.id], by: cast.owner }
      const names = new Map([[copy.id, 'copy.png']])
      const merging = { ...order, rest: 'move' as const, folderId: later.id, looked: { names } }
      const { changeId } = await db.transaction((trx) => mergeWithin(trx, merging))
      await performFileOperations(changeId)

      await copy.refresh()
      assert.equal(copy.sourceFolderId, later.id)
      assert.deepEqual(await readdir(later.path), ['copy.png'])
      await writeFile(join(later.path, 'copy.png'), 'painted over')
      assert.equal(await readFile(original, 'utf8'), 'fox')

      await trashAssets({ assetIds: [staying.id], by: cast.owner, reason: null })
      await moveFile(staying.id)
      const { deleted_at: deletedAt } = await db.from('assets').where('id', staying.id).first()
      await purgeAsset({ id: staying.id, deletedAt })
      await assert.rejects(() => stat(original), /ENOENT/)
      assert.equal(await readFile(join(later.path, 'copy.png'), 'utf8'), 'painted over')
    })
  }

  test('files of one name get a free name each', async ({ assert }) => {
    await mkdir(join(root, 'later'))
    const later = await sourceFolder(join(root, 'later'), cast.owner)
    await writeFile(join(later.path, 'a (2).png'), 'not ours')
    const [keeper, one, other] = await Promise.all(
      ['fox', 'one', 'two'].map((bytes) =>
        assetWithFile(bytes, {
          ...{ owner: cast.owner, folder, path: `${bytes}/a.png`, file: { fileName: 'a.png' } },
        })
      )
    )
    const order = { keeperId: keeper.id, otherIds: [one.id, other.id], by: cast.owner }
    const { names: free } = await lookAtFiles({ ...order, rest: 'move', folderId: later.id })
    assert.deepEqual([...free.values()], ['a.png', 'a (3).png'])
  })

  test('read-only folders are not touched', async ({ assert }) => {
    await folder.merge({ writable: false }).save()
    const pair = await twins()
    await assert.rejects(() => merge(pair, 'link'), /read-only/)
    await assert.rejects(() => merge(pair, 'move', folder.id), /read-only/)
    await merge(pair, 'trash')
    await moveFile(pair[1].id)
    assert.equal(await readFile(pathOf('copy.png'), 'utf8'), 'fox')
  })

  for (const rest of ['trash', 'link'] as const) {
    test(`hard links of one file: the last name stays (${rest})`, async ({ assert }) => {
      const pair = await twins()
      await rm(pathOf('copy.png'))
      await link(pathOf('fox.png'), pathOf('copy.png'))
      await merge(pair, rest)
      if (rest === 'trash') await moveFile(pair[1].id)
      assert.equal(await readFile(pathOf('fox.png'), 'utf8'), 'fox')
    })
  }

  test('one file seen through two folders is refused', async ({ assert }) => {
    const pair = await twins()
    await pair[1].merge({ path: 'fox.png' }).save()
    for (const rest of ['trash', 'link', 'move'] as const) {
      await assert.rejects(() => merge(pair, rest, folder.id), /the very file/)
    }
    assert.equal(await readFile(pathOf('fox.png'), 'utf8'), 'fox')
  })

  /** An operation that a crash left open, with what it has set aside so far. */
  async function leftOpen(
    verb: 'link' | 'clear',
    asset: Asset,
    paths: { from: string; to: string }
  ) {
    const changeId = randomUUID()
    const { dev, ino, size, mtimeMs } = await lstat(paths.from)
    const seen = `${dev} ${ino} ${size} ${mtimeMs}`
    await db.table('duplicate_file_operations').insert({
      ...{ id: changeId, change_id: changeId, verb, asset_id: asset.id, user_id: cast.owner.id },
      ...{ from_path: paths.from, to_path: paths.to, sha256: asset.sha256, size: asset.size },
      place: JSON.stringify({ seen, sourceFolderId: folder.id, path: 'gone.png', modifiedAt: 1 }),
      created_at: '2024-01-01 00:00:00',
    })
    return changeId
  }
  const names = async () => {
    const found = await readdir(folder.path)
    return found.sort()
  }

  test('one file through a folder mounted twice keeps its only name', async ({ assert }) => {
    const [, copy] = await twins()
    await symlink(folder.path, join(root, 'again'))
    const paths = { from: join(root, 'again', 'copy.png'), to: pathOf('copy.png') }
    await link(paths.to, join(root, 'backup'))
    await performFileOperations(await leftOpen('clear', copy, paths))
    assert.deepEqual(await names(), ['copy.png', 'fox.png'])
    assert.equal(await readFile(paths.to, 'utf8'), 'fox')
  })

  test('a name that another item has through a second folder stays', async ({ assert }) => {
    const [keeper, copy] = await twins()
    await symlink(folder.path, join(root, 'again'))
    const again = await sourceFolder(join(root, 'again'), cast.owner)
    await keeper.merge({ sourceFolderId: again.id, path: 'copy.png' }).save()
    await link(pathOf('copy.png'), join(root, 'moved.png'))
    const paths = { from: pathOf('copy.png'), to: join(root, 'moved.png') }
    await copy.merge({ path: 'elsewhere.png' }).save()
    await performFileOperations(await leftOpen('clear', copy, paths))
    assert.include(await names(), 'copy.png')
  })

  test('a link that cannot be made leaves no hidden name, and loses no bytes', async ({
    assert,
  }) => {
    const [, copy] = await twins()
    const paths = { from: pathOf('fox.png'), to: pathOf('copy.png') }
    const id = await leftOpen('link', copy, paths)
    const former = pathOf(`.atelier-${id}-former`)
    await rename(paths.to, former)
    await writeFile(paths.to, 'painted meanwhile')
    await performFileOperations(id)
    assert.deepEqual(await names(), ['copy.png', 'fox.png'])

    const other = await leftOpen('link', copy, paths)
    await writeFile(pathOf(`.atelier-${other}-former`), 'fox')
    await writeFile(paths.from, 'painted, too')
    await performFileOperations(other)
    assert.deepEqual(await names(), ['copy (former).png', 'copy.png', 'fox.png'])
    assert.equal(await readFile(pathOf('copy (former).png'), 'utf8'), 'fox')
  })
})
