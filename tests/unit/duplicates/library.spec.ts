import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { promisify } from 'node:util'
import { test } from '@japa/runner'
import sharp from 'sharp'
import db from '@adonisjs/lucid/services/db'
import { duplicatesCoverage } from '#duplicates/coverage'
import { findDuplicates, fingerprintLater, leaveNothingOut } from '#duplicates/finding'
import { fingerprintAsset } from '#duplicates/fingerprinting'
import { forgetPictureIndex } from '#duplicates/pairs/index_of_pictures'
import { scanLibrary } from '#duplicates/scanning/library'
import { closeDecoder } from '#library/decoding/decoder'
import { searchAssets } from '#library/search/searching'
import Asset from '#library/models/asset'
import JobRun from '#queue/models/job_run'
import { importBytes } from '#tests/helpers/arrivals'
import { type Cast, createCast } from '#tests/helpers/cast'
import { emptyDataFolders, emptyTables } from '#tests/helpers/database'
import { drawing } from './drawings.js'

const run = promisify(execFile)
const corpus = '../shared/corpora/open'

test.group('Duplicates / the library', (group) => {
  let cast: Cast

  group.each.setup(async () => {
    await emptyTables()
    await emptyDataFolders()
    forgetPictureIndex()
    cast = await createCast()
  })
  group.teardown(closeDecoder)

  const bring = (bytes: Buffer, name: string) => importBytes(bytes, name, { owner: cast.owner })

  async function fourAlikeAndOne() {
    const image = await drawing(1).png().toBuffer()
    await bring(image, 'one.png')
    await bring(await sharp(image).png({ compressionLevel: 1 }).toBuffer(), 'again.png')
    await bring(await sharp(image).jpeg({ quality: 70 }).toBuffer(), 'one.jpg')
    await bring(await sharp(image).flop().png().toBuffer(), 'mirrored.png')
    await bring(await drawing(2).png().toBuffer(), 'two.png')
  }

  test('a scan without folders finds what lies in the library', async ({ assert }) => {
    await fourAlikeAndOne()
    const sizes: number[] = []
    for (const preset of ['bytes', 'pixels', 'normal', 'turned'] as const) {
      const { groups } = await scanLibrary({ preset })
      sizes.push(groups[0]?.members.length ?? 0)
    }
    assert.deepEqual(sizes, [0, 2, 3, 4])
    const { groups, scanned, failed } = await scanLibrary({ preset: 'normal' })
    assert.deepEqual([groups.length, scanned, failed], [1, 5, 0])
    const [{ members }] = groups
    const keeper = members.find((member) => member.suggested_keeper)!
    assert.deepInclude(keeper, { width: 640, height: 480 })
    assert.match(keeper.phash, /^[0-9a-f]{16}$/)
  })

  test('pixels that differ only in full size are alike, not identical', async ({ assert }) => {
    const { data, info } = await drawing(3, 1280, 960).raw().toBuffer({ resolveWithObject: true })
    const raw = { width: info.width, height: info.height, channels: info.channels }
    await bring(await sharp(data, { raw }).png().toBuffer(), 'one.png')
    data[12_345] ^= 1
    await bring(await sharp(data, { raw }).png().toBuffer(), 'other.png')
    await findDuplicates()
    const [pair] = await db.from('duplicate_pairs')
    assert.equal(pair.kind, 'similar')
    assert.lengthOf(await db.from('fingerprints').whereNotNull('pixel_sha256'), 2)
  })

  test('the command prints the library as JSON', async ({ assert }) => {
    await fourAlikeAndOne()
    const { stdout } = await run(process.execPath, ['ace.js', 'duplicates:scan', '--json'])
    const { groups, scanned } = JSON.parse(stdout)
    assert.deepEqual([groups.length, scanned], [1, 5])
  }).timeout(60_000)

  test('what came before there were hashes is hashed later, and coverage tells how far it is', async ({
    assert,
  }) => {
    await fourAlikeAndOne()
    await db.from('fingerprints').whereIn('asset_id', [1, 2]).delete()
    await db.from('fingerprints').where('asset_id', 3).update({ hash_version: 0 })
    const missing = await searchAssets({ q: 'missing:phash', viewer: cast.owner })
    assert.sameMembers(
      missing.rows.map(({ id }) => id),
      [1, 2]
    )
    assert.equal(await fingerprintLater(), 3)
    await leaveNothingOut()
    assert.lengthOf(await JobRun.query(), 1)
    const before = await duplicatesCoverage()
    assert.deepInclude(before, { pictures: 5, hashed: 2, compared: 0 })
    assert.equal(before.run?.kind, 'duplicates.fingerprint_assets')

    for (const id of [1, 2, 3]) {
      const { state } = await fingerprintAsset(id)
      assert.equal(state, 'done')
    }
    await findDuplicates()
    assert.deepInclude(await duplicatesCoverage(), { pictures: 5, hashed: 5, compared: 5 })
  })

  test('a file that changed on disk is not hashed as what was imported', async ({ assert }) => {
    const asset = await bring(await drawing(4).png().toBuffer(), 'one.png')
    await Asset.query()
      .where('id', asset.id)
      .update({ sha256: 'e'.repeat(64) })
    const { state, message } = await fingerprintAsset(asset.id)
    assert.equal(state, 'failed')
    assert.match(message!, /not the one that was imported/)
  })

  test('is:duplicate finds what a person sees duplicates of', async ({ assert }) => {
    await fourAlikeAndOne()
    await findDuplicates()
    const found = async (q: string) => {
      const { rows } = await searchAssets({ q, viewer: cast.viewer })
      return rows.map(({ id }) => id).sort()
    }
    assert.deepEqual(await found('is:duplicate'), [1, 2, 3])
    assert.deepEqual(await found('-is:duplicate'), [4, 5])
    await db.from('assets').whereIn('id', [2, 3]).update({ visibility: 'private' })
    await findDuplicates()
    assert.deepEqual(await found('is:duplicate'), [])
  })

  test('the known near-duplicates of the corpus are found, and no other', async ({ assert }) => {
    const manifest = JSON.parse(await readFile(join(corpus, 'manifest.json'), 'utf8'))
    const files = manifest.files.filter(({ kind }: any) => kind === 'near-duplicates')
    const known = new Map<string, any>()
    for (const { path, expected } of files) {
      known.set(basename(path), expected)
      await bring(await readFile(join(corpus, path)), basename(path))
    }
    await findDuplicates()
    const links = await db
      .from('duplicate_group_members as one')
      .join('duplicate_groups as g', 'g.id', 'one.group_id')
      .join('duplicate_group_members as other', 'other.group_id', 'g.id')
      .join('assets as a', 'a.id', 'one.asset_id')
      .join('assets as b', 'b.id', 'other.asset_id')
      .where('g.preset', 'normal')
      .whereColumn('a.id', '<', 'b.id')
      .select('a.file_name as left', 'b.file_name as right')
    const joined = links.filter(
      ({ left, right }) => (known.get(left)?.group ?? left) !== (known.get(right)?.group ?? right)
    )
    assert.isAtMost(joined.length, 1)
    const found = new Set(
      links.flatMap(({ left, right }) => [`${left} ${right}`, `${right} ${left}`])
    )
    const assets = await db.from('assets').select('file_name as name')
    const easy = assets
      .map(({ name }) => ({ name, ...known.get(name) }))
      .filter((each) => each.group && each.must_match_original && !each.hard)
    const missed = easy.flatMap((one, at) =>
      easy
        .slice(at + 1)
        .filter(
          ({ group: other, name }) => other === one.group && !found.has(`${one.name} ${name}`)
        )
        .map(({ name }) => `${one.name} ${name}`)
    )
    assert.isAbove(easy.length, 50)
    assert.deepEqual(missed, [])
  })
    .skip(!existsSync(join(corpus, 'manifest.json')), 'the shared corpora are not here')
    .timeout(120_000)
})
