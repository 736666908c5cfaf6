import { execFile } from 'node:child_process'
import { copyFile, link, mkdir, mkdtemp, rm, symlink, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { promisify } from 'node:util'
import { test } from '@japa/runner'
import sharp from 'sharp'
import { presetWith } from '#duplicates/presets'
import { scanFolders, type Scan } from '#duplicates/scanning'
import { drawing } from './drawings.js'

const run = promisify(execFile)
const namesIn = ({ groups }: Scan) =>
  groups.map(({ members }) => members.map(({ path }) => basename(path)).sort())
const scan = (folders: string[], preset = presetWith('normal')) => scanFolders(folders, { preset })

test.group('Duplicates / scanning', (group) => {
  let folder: string

  group.each.setup(async () => {
    folder = await mkdtemp(join(tmpdir(), 'scan-'))
    return () => rm(folder, { recursive: true, force: true })
  })

  test('copies are grouped, the best is suggested and says why, strangers stay out', async ({
    assert,
  }) => {
    const image = await drawing(1).png().toBuffer()
    await writeFile(join(folder, 'one.png'), image)
    await sharp(image).resize(300).jpeg({ quality: 60 }).toFile(join(folder, 'one-small.jpg'))
    await sharp(image).webp({ quality: 60 }).toFile(join(folder, 'one.webp'))
    await drawing(2).png().toFile(join(folder, 'two.png'))
    const found = await scan([folder])
    assert.deepEqual(namesIn(found), [['one-small.jpg', 'one.png', 'one.webp']])
    assert.deepInclude(found, { scanned: 4, failed: 0 })
    const [{ members, keeper_reason: reason, score }] = found.groups
    const keeper = members.filter((member) => member.suggested_keeper)
    assert.deepEqual(
      keeper.map(({ path }) => basename(path)),
      ['one.png']
    )
    assert.equal(reason, 'original')
    assert.isAbove(score, 0.9)
    assert.match(keeper[0].sha256, /^[0-9a-f]{64}$/)
    assert.match(keeper[0].phash, /^[0-9a-f]{16}$/)
    assert.deepInclude(keeper[0], { width: 640, height: 480, size: image.length })
  })

  test('links and folders given twice are one file', async ({ assert }) => {
    await mkdir(join(folder, 'sub'))
    await drawing(3)
      .png()
      .toFile(join(folder, 'sub', 'picture.png'))
    await link(join(folder, 'sub', 'picture.png'), join(folder, 'hard.png'))
    await symlink(join(folder, 'sub', 'picture.png'), join(folder, 'soft.png'))
    await symlink(join(folder, 'sub'), join(folder, 'loop'))
    const found = await scan([folder, join(folder, 'sub'), join(folder, 'loop')])
    assert.deepInclude(found, { scanned: 1, failed: 0, groups: [] })
  })

  test('what cannot be read is counted and does not stop the rest', async ({ assert }) => {
    await drawing(4).png().toFile(join(folder, 'whole.png'))
    await copyFile(join(folder, 'whole.png'), join(folder, 'copy.png'))
    await copyFile(join(folder, 'whole.png'), join(folder, 'cut.png'))
    await truncate(join(folder, 'cut.png'), 3_000)
    await writeFile(join(folder, 'noise.jpg'), 'no picture at all')
    await writeFile(join(folder, 'notes.txt'), 'not even meant to be one')
    const found = await scan([folder])
    assert.deepEqual(namesIn(found), [['copy.png', 'whole.png']])
    assert.deepInclude(found, { scanned: 2, failed: 2 })
    assert.sameMembers(
      found.failures.map(({ path }) => basename(path)),
      ['cut.png', 'noise.jpg']
    )
  })

  test('low-content pictures join only where nothing differs', async ({ assert }) => {
    const plain = (background: string) =>
      sharp({ create: { width: 400, height: 300, channels: 3, background } }).png()
    await plain('#000').toFile(join(folder, 'black.png'))
    await plain('#fff').toFile(join(folder, 'white.png'))
    await plain('#000').png({ compressionLevel: 0 }).toFile(join(folder, 'black again.png'))
    const found = await scan([folder], presetWith('loose'))
    assert.deepEqual(namesIn(found), [['black again.png', 'black.png']])
  })

  test('presets widen from equal bytes to crops', async ({ assert }) => {
    const image = await drawing(5).png().toBuffer()
    await writeFile(join(folder, 'a.png'), image)
    await writeFile(join(folder, 'bytes.png'), image)
    await sharp(image).png({ compressionLevel: 1 }).toFile(join(folder, 'pixels.png'))
    await sharp(image).jpeg({ quality: 70 }).toFile(join(folder, 'strict.jpg'))
    const sides = { left: 32, right: 32, top: 24, bottom: 24 }
    await sharp(image)
      .extend({ ...sides, background: '#fff' })
      .toFile(join(folder, 'normal.png'))
    const part = { left: 32, top: 24, width: 576, height: 432 }
    await sharp(image).extract(part).toFile(join(folder, 'loose.png'))
    await sharp(image).flop().toFile(join(folder, 'mirrored.png'))
    const sizes: number[] = []
    for (const name of ['bytes', 'pixels', 'strict', 'normal', 'loose'] as const) {
      sizes.push(namesIn(await scan([folder], presetWith(name)))[0].length)
    }
    assert.deepEqual(sizes, [2, 3, 4, 5, 7])
    const turned = await scan([folder], presetWith('normal', undefined, true))
    assert.include(namesIn(turned)[0], 'mirrored.png')
  })

  test('a changed file is hashed again, an unchanged one is not', async ({ assert }) => {
    const path = join(folder, 'picture.png')
    await drawing(6).png().toFile(path)
    await copyFile(path, join(folder, 'copy.png'))
    assert.lengthOf(namesIn(await scan([folder])), 1)
    assert.lengthOf(namesIn(await scan([folder])), 1)
    await drawing(7).png().toFile(path)
    assert.lengthOf(namesIn(await scan([folder])), 0)
  })

  test('the command prints JSON or words, and refuses what it does not know', async ({
    assert,
  }) => {
    await drawing(8).png().toFile(join(folder, 'a.png'))
    await drawing(8).jpeg().toFile(join(folder, 'b.jpg'))
    const ace = async (...args: string[]) => {
      const all = ['ace.js', 'duplicates:scan', '--directories', folder, ...args]
      const { stdout } = await run(process.execPath, all)
      return stdout
    }
    const { groups, scanned, failed, seconds } = JSON.parse(await ace('--json'))
    assert.deepEqual([groups.length, scanned, failed], [1, 2, 0])
    assert.isNumber(seconds)
    assert.include(await ace(), 'keep (original)')
    const refused = await ace('--preset', 'fuzzy').catch((error) => error)
    assert.equal(refused.code, 1)
    assert.include(refused.stderr, 'There is no preset fuzzy')
  }).timeout(60_000)

  test('plain folders need neither the app nor a database', async ({ assert }) => {
    const told = `import { registerHooks } from 'node:module'
      registerHooks({ load(url, context, next) { console.error(url); return next(url, context) } })`
    const hook = `data:text/javascript,${encodeURIComponent(told)}`
    const { stdout, stderr } = await run(process.execPath, [
      ...['--import', hook, 'ace.js', 'duplicates:scan', '--directories', folder, '--json'],
    ])
    assert.deepInclude(JSON.parse(stdout), { scanned: 0, groups: [] })
    assert.include(stderr, '@adonisjs/application')
    assert.notInclude(stderr, '/knex/')
  }).timeout(60_000)
})
