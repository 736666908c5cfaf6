import { link, mkdir, mkdtemp, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { originalsPath, trashPath } from '#core/paths'
import { importInPlace } from '#library/importing/importing'
import Asset from '#library/models/asset'
import SourceFolder from '#library/models/source_folder'
import { finishMoves } from '#trash/moving'
import { purgeAsset } from '#trash/purging'
import { trashAssets } from '#trash/trashing'
import { importBytes } from '#tests/helpers/arrivals'
import { type Cast, createCast } from '#tests/helpers/cast'
import { emptyDataFolders, emptyTables } from '#tests/helpers/database'
import { png } from '#tests/helpers/pictures'
import { contents } from '#tests/helpers/trash'

/** What is trashed and purged, and the names whose bytes must outlive that. */
interface Layout {
  asset: Asset
  stays: string[]
  /** Done between the trash and the purge. */
  meanwhile?: () => Promise<unknown>
}

test.group('A file under several names', (group) => {
  let cast: Cast
  let root: string
  let bytes: Buffer
  group.each.setup(async () => {
    await emptyTables()
    await emptyDataFolders()
    cast = await createCast()
    root = await mkdtemp(join(tmpdir(), 'atelier-links-'))
    await mkdir(join(root, 'pictures'))
    bytes = await png(7, 60, 40)
    return () => rm(root, { recursive: true, force: true })
  })

  const pictures = (name: string) => join(root, 'pictures', name)
  const outside = (name: string) => join(root, name)
  const folderAt = (path: string, more = {}) =>
    SourceFolder.create({
      name: path,
      path,
      mode: 'in_place',
      visibility: 'everyone',
      watched: false,
      writable: true,
      ownerId: cast.owner.id,
      ...more,
    })
  async function listed(folder: SourceFolder, name: string, more = {}) {
    const options = { owner: cast.owner, visibility: 'everyone' as const, ...more }
    const result = await importInPlace(folder, name, options)
    return Asset.findOrFail(result.assetId)
  }
  async function inFolder(name = 'fox.png') {
    await writeFile(pictures(name), bytes)
    const folder = await folderAt(join(root, 'pictures'))
    return { folder, asset: await listed(folder, name) }
  }
  const seen = (folder: SourceFolder, name: string, asset: Asset) =>
    db.table('source_files').insert({
      source_folder_id: folder.id,
      directory: '',
      name,
      size: bytes.length,
      modified_at: 0,
      sha256: asset.sha256,
      asset_id: asset.id,
    })
  const upload = (owner = cast.owner, visibility: 'everyone' | 'private' = 'everyone') =>
    importBytes(bytes, 'fox.png', { owner, visibility })

  const layouts: Record<string, () => Promise<Layout>> = {
    'a hard link outside of the library': async () => {
      const { asset } = await inFolder()
      await link(pictures('fox.png'), outside('fox.png'))
      return { asset, stays: [outside('fox.png')] }
    },
    'a hard link that a scan saw in the same folder': async () => {
      const { folder, asset } = await inFolder()
      await link(pictures('fox.png'), pictures('copy.png'))
      await seen(folder, 'copy.png', asset)
      return { asset, stays: [pictures('copy.png')] }
    },
    'a second copy that a scan saw in the same folder': async () => {
      const { folder, asset } = await inFolder()
      await writeFile(pictures('copy.png'), bytes)
      await seen(folder, 'copy.png', asset)
      return { asset, stays: [pictures('copy.png')] }
    },
    'the same file through two source folders': async () => {
      const { asset } = await inFolder()
      await symlink(join(root, 'pictures'), outside('again'))
      const again = await folderAt(outside('again'), { writable: false })
      await seen(again, 'fox.png', asset)
      return { asset, stays: [join(outside('again'), 'fox.png')] }
    },
    'the same file through two source folders, another person’s in one': async () => {
      const { asset } = await inFolder()
      await db.from('assets').update({ visibility: 'private' })
      await symlink(join(root, 'pictures'), outside('again'))
      const again = await folderAt(outside('again'))
      const other = await listed(again, 'fox.png', { owner: cast.editor })
      if (other.id === asset.id) throw new Error('Not another asset')
      return { asset, stays: [join(outside('again'), 'fox.png')] }
    },
    'a link in the folder where the file was': async () => {
      const { asset } = await inFolder()
      await rename(pictures('fox.png'), outside('fox.png'))
      await symlink(outside('fox.png'), pictures('fox.png'))
      return { asset, stays: [outside('fox.png')] }
    },
    'a link to the file from outside': async () => {
      const { asset } = await inFolder()
      await symlink(pictures('fox.png'), outside('link.png'))
      await writeFile(outside('fox.png'), bytes)
      return { asset, stays: [outside('fox.png')] }
    },
    'a folder on the way that leads out': async () => {
      await mkdir(pictures('deep'))
      await writeFile(pictures('deep/fox.png'), bytes)
      const asset = await listed(await folderAt(join(root, 'pictures')), 'deep/fox.png')
      await rename(pictures('deep'), outside('deep'))
      await symlink(outside('deep'), pictures('deep'))
      return { asset, stays: [join(outside('deep'), 'fox.png')] }
    },
    'an original two people uploaded for themselves': async () => {
      const asset = await upload(cast.owner, 'private')
      const other = await upload(cast.editor, 'private')
      return { asset, stays: [originalsPath(other.path)] }
    },
    'an original that is a former version of another item': async () => {
      const asset = await upload()
      const other = await importBytes(await png(8, 60, 40), 'other.png', { owner: cast.owner })
      const { id, fileName, path, mime, size, sha256 } = asset
      const version = { file_name: fileName, path, mime, size, sha256, created_at: '2024-01-01' }
      if (other.id === id) throw new Error('Not another asset')
      await db.table('asset_versions').insert({ asset_id: other.id, ...version })
      return { asset, stays: [originalsPath(path)] }
    },
    'an original that is one file with another person’s in a folder': async () => {
      const asset = await upload(cast.owner, 'private')
      await link(originalsPath(asset.path), pictures('fox.png'))
      await listed(await folderAt(join(root, 'pictures')), 'fox.png', { owner: cast.editor })
      return { asset, stays: [pictures('fox.png')] }
    },
    'a hard link to the file in the trash': async () => {
      const asset = await upload()
      const meanwhile = async () => {
        await asset.refresh()
        await link(trashPath(asset.trashPath!), outside('fox.png'))
      }
      return { asset, stays: [outside('fox.png')], meanwhile }
    },
    'a link in the trash where the file was': async () => {
      const asset = await upload()
      const meanwhile = async () => {
        await asset.refresh()
        await rename(trashPath(asset.trashPath!), outside('fox.png'))
        await symlink(outside('fox.png'), trashPath(asset.trashPath!))
      }
      return { asset, stays: [outside('fox.png')], meanwhile }
    },
    'a place in the trash that leads out of it': async () => {
      const asset = await upload()
      const meanwhile = async () => {
        await writeFile(outside('fox.png'), bytes)
        const path = `../../../../../../../..${outside('fox.png')}`
        await db.from('assets').where('id', asset.id).update({ trash_path: path })
      }
      return { asset, stays: [outside('fox.png')], meanwhile }
    },
    'a folder that may not be written': async () => {
      const { folder, asset } = await inFolder()
      await folder.merge({ writable: false }).save()
      return { asset, stays: [pictures('fox.png')] }
    },
  }

  let removed = 0
  group.teardown(() => {
    const count = Object.keys(layouts).length
    if (process.env.DEEP) console.log(JSON.stringify({ test: 'trash.links', count, removed }))
  })

  for (const [name, layOut] of Object.entries(layouts)) {
    test(`${name}: the last copy is not removed`, async ({ assert }) => {
      const { asset, stays, meanwhile } = await layOut()
      await trashAssets({ assetIds: [asset.id], by: cast.owner, reason: null })
      await finishMoves()
      assert.include(await contents(dirname(stays[0])), asset.sha256)
      await meanwhile?.()
      await finishMoves()
      const { deleted_at: deletedAt } = await db.from('assets').where('id', asset.id).firstOrFail()
      await purgeAsset({ id: asset.id, deletedAt })
      await finishMoves()

      assert.isNull(await Asset.find(asset.id))
      for (const path of stays) {
        const left = await readFile(path).catch(() => null)
        if (!left?.equals(bytes)) removed++
        assert.isTrue(left?.equals(bytes), path)
      }
      assert.lengthOf(await db.from('trash_leftovers'), 0)
    })
  }
})
