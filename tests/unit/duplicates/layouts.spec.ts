import { link, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { trashPath } from '#core/paths'
import { mergeGroup } from '#duplicates/merging'
import { recoverDuplicateWork } from '#duplicates/files/operations'
import { moveFile, pendingMoves } from '#trash/moving'
import { createCast } from '#tests/helpers/cast'
import { emptyDataFolders, emptyTables } from '#tests/helpers/database'
import { assetWithFile, makeAlike, sourceFolder } from '#tests/helpers/duplicates'

type Make = (paths: { keeper: string; other: string; root: string }) => Promise<unknown>

/** How the two names hang together; each begins with `keeper` and `other` as two files of the same bytes. */
const layouts: Record<string, { keeper?: string; other?: string; make: Make }> = {
  'two files': { make: async () => {} },
  'two files in two levels': { other: 'below/other.png', make: async () => {} },
  'two files of different bytes': { make: ({ other }) => writeFile(other, 'fix') },
  'one file, two hard links': { make: ({ keeper, other }) => replaced(other, link, keeper) },
  'hard links in two levels': {
    other: 'below/other.png',
    make: ({ keeper, other }) => replaced(other, link, keeper),
  },
  'a third hard link outside': {
    make: async ({ keeper, other, root }) => {
      await link(keeper, join(root, 'outside'))
      await replaced(other, link, keeper)
    },
  },
  'the other is a symbolic link to the keeper': {
    make: ({ keeper, other }) => replaced(other, symlink, keeper),
  },
  'the keeper is a symbolic link to the other': {
    make: ({ keeper, other }) => replaced(keeper, symlink, other),
  },
  'both are symbolic links to a third': {
    make: async ({ keeper, other, root }) => {
      await writeFile(join(root, 'third'), 'fox')
      await replaced(keeper, symlink, join(root, 'third'))
      await replaced(other, symlink, join(root, 'third'))
    },
  },
  'the same file through a linked folder': {
    keeper: 'below/fox.png',
    other: 'linked/fox.png',
    make: async ({ root }) => {
      await rm(join(root, 'linked'), { recursive: true })
      await symlink(join(root, 'below'), join(root, 'linked'))
    },
  },
  'the same name twice': { keeper: 'fox.png', other: 'fox.png', make: async () => {} },
  'the other is gone already': { make: ({ other }) => rm(other) },
}

test.group('Duplicates / layouts of links', (group) => {
  const counts = { layouts: 0, merges: 0, lastCopiesRemoved: 0 }
  group.each.timeout(60_000)
  group.teardown(() => console.log(`    ${JSON.stringify(counts)}`))

  for (const [name, { keeper = 'keeper.png', other = 'other.png', make }] of Object.entries(
    layouts
  )) {
    test(`${name}: the keeper's bytes stay`, async ({ assert, cleanup }) => {
      counts.layouts++
      for (const rest of ['trash', 'link', 'move'] as const) {
        counts.merges++
        await emptyTables()
        await emptyDataFolders()
        const { owner } = await createCast()
        const root = await mkdtemp(join(tmpdir(), 'atelier-layout-'))
        cleanup(() => rm(root, { recursive: true, force: true }))
        for (const folder of ['in', 'later']) await mkdir(join(root, folder))
        const folder = await sourceFolder(join(root, 'in'), owner)
        const later = await sourceFolder(join(root, 'later'), owner)
        const kept = await assetWithFile('fox', { owner, folder, path: keeper })
        const twin = await assetWithFile('fox', { owner, folder, path: other })
        const at = (path: string) => join(folder.path, path)
        await make({ keeper: at(keeper), other: at(other), root: folder.path })
        await makeAlike([kept, twin])

        const order = { keeperId: kept.id, otherIds: [twin.id], by: owner, folderId: later.id }
        await mergeGroup({ ...order, rest }).catch(() => null)
        for await (const { id } of pendingMoves()) await moveFile(id).catch(() => null)
        await recoverDuplicateWork({ minutes: -1 })

        const bytes = await readFile(at(keeper), 'utf8').catch(() => null)
        if (bytes !== 'fox') counts.lastCopiesRemoved++
        assert.equal(bytes, 'fox', rest)
        assert.isEmpty(await db.from('duplicate_file_operations').whereNull('done_at'))
        const names = await readdir(root, { recursive: true })
        assert.isEmpty(names.filter((each) => each.includes('.atelier-')))
        if (name === 'two files of different bytes') {
          const all = [...names.map((each) => join(root, each)), ...(await inTrash())]
          const texts = await Promise.all(all.map((path) => readFile(path, 'utf8').catch(() => '')))
          assert.include(texts, 'fix', rest)
        }
      }
    })
  }
})

/** Puts a link to `target` in the place of a file. */
async function replaced(
  path: string,
  make: (target: string, path: string) => Promise<unknown>,
  target: string
) {
  await rm(path)
  await make(target, path)
}

async function inTrash() {
  const names = await readdir(trashPath(), { recursive: true })
  return names.map((name) => join(trashPath(), name))
}
