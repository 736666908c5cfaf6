import { randomUUID } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { pictureOf, picturesOf } from '#duplicates/fingerprints'
import { hashFile } from '#duplicates/scanning/hashing'
import { stagingPath } from '#core/paths'
import { replaceFile } from '#library/importing/replacing'
import { locateOriginal } from '#library/originals'
import { importBytes } from '#tests/helpers/arrivals'
import { type Cast, createCast } from '#tests/helpers/cast'
import { emptyTables } from '#tests/helpers/database'
import { drawing } from './drawings.js'

test.group('Duplicates / fingerprints', (group) => {
  let cast: Cast

  group.each.setup(emptyTables)
  group.each.setup(async () => {
    cast = await createCast()
  })

  test('an import keeps what a scan of the same file would find', async ({ assert }) => {
    const bytes = await drawing(1).jpeg({ quality: 70 }).toBuffer()
    const asset = await importBytes(bytes, 'fox.jpg', { owner: cast.owner })

    const [row] = await picturesOf([asset.id])
    const { path } = (await locateOriginal(asset))!
    const scanned = await hashFile({ path, size: bytes.length, modifiedAt: 0 })
    const kept = pictureOf(row)

    assert.equal(row.jpeg_quality, 70)
    assert.equal(row.jpeg_quality, scanned.jpegQuality)
    assert.deepEqual(
      [kept.sha256, kept.width, kept.height],
      [scanned.sha256, scanned.width, scanned.height]
    )
    assert.isTrue(Buffer.from(scanned.square).equals(kept.square))
    assert.equal(row.thumbnail_sha256, scanned.fingerprint.pixels)
    for (const [name, value] of Object.entries(scanned.fingerprint)) {
      if (name === 'pixels') continue
      const found = kept.fingerprint[name as keyof typeof kept.fingerprint]
      if (value instanceof Uint8Array) assert.isTrue(Buffer.from(value).equals(found as Buffer))
      else assert.deepEqual(found, value, name)
    }
  })

  test('what a border encloses survives the database', async ({ assert }) => {
    const sides = { top: 60, bottom: 60, left: 30, right: 30 }
    const bytes = await drawing(2)
      .extend({ ...sides, background: '#fff' })
      .png()
      .toBuffer()
    const asset = await importBytes(bytes, 'framed.png', { owner: cast.owner })

    const [row] = await picturesOf([asset.id])
    const { inner } = pictureOf(row).fingerprint

    assert.lengthOf(inner!.pdq, 32)
    assert.closeTo(inner!.part.top, 0.1, 0.01)
    assert.closeTo(inner!.part.right, 1 - 30 / 700, 0.01)
  })

  test('another file brings another fingerprint, to be compared anew', async ({ assert }) => {
    const asset = await importBytes(await drawing(3).png().toBuffer(), 'a.png', {
      owner: cast.owner,
    })
    await db.from('fingerprints').update({ compared_order: 1, pixel_sha256: 'known' })
    const path = stagingPath(randomUUID())
    await writeFile(path, await drawing(4).png().toBuffer())
    await replaceFile(asset, { path, name: 'b.png' }, cast.owner)

    await asset.refresh()
    const row = await db.from('fingerprints').firstOrFail()

    assert.equal(row.sha256, asset.sha256)
    assert.isNull(row.compared_order)
    assert.isNull(row.pixel_sha256)
  })

  test('half a picture has none', async ({ assert }) => {
    const bytes = await drawing(5).png().toBuffer()
    await importBytes(bytes.subarray(0, bytes.length / 2), 'cut.png', { owner: cast.owner })

    assert.lengthOf(await db.from('fingerprints'), 0)
    assert.lengthOf(await db.from('fingerprint_squares'), 0)
  })
})
