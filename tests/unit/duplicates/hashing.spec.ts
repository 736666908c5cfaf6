import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { test } from '@japa/runner'
import sharp from 'sharp'
import { hashPixels, squareOf, type Fingerprint } from '#duplicates/hashing'
import { isInColour } from '#duplicates/hashing/colour'
import { boxAverage, loadLuma } from '#duplicates/hashing/luma'
import { drawing, hamming, thumbnailOf } from './drawings.js'

const corpus = resolve('../shared/corpora/open')
type Image = Parameters<typeof thumbnailOf>[0]
const hashOf = async (image: Image) => hashPixels(await thumbnailOf(image))
async function hashIn<Name extends keyof Fingerprint>(name: Name, image: Image) {
  const fingerprint = await hashOf(image)
  return fingerprint[name]
}
const oriented = (hashes: Uint8Array, at: number) => hashes.subarray(at * 32, at * 32 + 32)

test.group('Duplicates / hashing', () => {
  test('a black and white copy is told from its original in colour', async ({ assert }) => {
    for (let number = 0; number < 10; number++) {
      const original = await drawing(number).png().toBuffer()
      const grey = await sharp(original).greyscale().jpeg({ quality: 70 }).toBuffer()
      assert.isTrue(isInColour(await hashIn('colour', original)))
      assert.isFalse(isInColour(await hashIn('colour', grey)))
    }
  })

  test('the mean of any part weighs every pixel by the area it covers', ({ assert }) => {
    const data = Uint8Array.from({ length: 35 }, (_, at) => (at * 37) % 256)
    const luma = loadLuma({ data, width: 7, height: 5, channels: 1 })
    const [left, top, right, bottom] = [1.25, 0.5, 6.5, 4.75]
    let sum = 0
    for (let y = 0; y < 5; y++) {
      for (let x = 0; x < 7; x++) {
        const across = Math.max(0, Math.min(right, x + 1) - Math.max(left, x))
        const down = Math.max(0, Math.min(bottom, y + 1) - Math.max(top, y))
        sum += data[y * 7 + x] * across * down
      }
    }
    const [mean] = boxAverage(luma, { left, top, right, bottom }, 1, 1)
    assert.closeTo(mean, sum / ((right - left) * (bottom - top)), 0.01)
  })

  test('grey, transparent and coloured pixels of one look have one brightness', ({ assert }) => {
    const grey = Uint8Array.from({ length: 40 * 30 }, (_, at) => (at * 91) % 256)
    const looks = [
      [1, (level: number) => [level]],
      [2, (level: number) => [level, 255]],
      [3, (level: number) => [level, level, level]],
      [4, (level: number) => [level, level, level, 255]],
    ] as const
    for (const [channels, pixel] of looks) {
      const data = Uint8Array.from([...grey].flatMap((level) => pixel(level)))
      const { values } = loadLuma({ data, width: 40, height: 30, channels })
      assert.deepEqual([...values], [...grey], `${channels} channels`)
    }
    const clear = loadLuma({ data: new Uint8Array(16), width: 2, height: 2, channels: 4 })
    assert.deepEqual([...clear.values], [255, 255, 255, 255])
  })

  test('all eight orientations are at distance 0 of the picture turned that way', async ({
    assert,
  }) => {
    const image = await drawing(3, 512, 512).png().toBuffer()
    const { oriented: hashes } = await hashOf(image)
    const turned = [
      sharp(image),
      sharp(image).flop(),
      sharp(image).flip(),
      sharp(image).rotate(180),
      sharp(await sharp(image).rotate(90).png().toBuffer()).flop(),
      sharp(image).rotate(90),
      sharp(image).rotate(270),
      sharp(await sharp(image).rotate(90).png().toBuffer()).flip(),
    ]
    for (const [at, copy] of turned.entries()) {
      assert.isAtMost(
        hamming(await hashIn('pdq', copy), oriented(hashes, at)),
        2,
        `orientation ${at}`
      )
    }
  })

  test('sizes and formats of one picture are near, other pictures far', async ({ assert }) => {
    const image = await drawing(5).png().toBuffer()
    const { pdq, pHash, dHash } = await hashOf(image)
    const copies = [
      sharp(image).jpeg({ quality: 40 }),
      sharp(image).webp({ quality: 50 }),
      sharp(image).resize(320).png(),
      sharp(image).resize(160).png(),
      sharp(image).greyscale().png(),
    ]
    for (const copy of copies) {
      const found = await hashOf(await copy.toBuffer())
      assert.isAtMost(hamming(found.pdq, pdq), 31)
      assert.isAtMost(hamming(found.pHash, pHash), 6)
      assert.isAtMost(hamming(found.dHash, dHash), 8)
    }
    for (const other of [6, 7, 8, 9]) {
      assert.isAbove(hamming(await hashIn('pdq', drawing(other)), pdq), 90)
    }
  })

  test('a plain border is found and what it encloses hashes as before', async ({ assert }) => {
    const image = await drawing(11).png().toBuffer()
    const plain = await hashOf(image)
    assert.isNull(plain.inner)
    const sides = { left: 32, right: 32, top: 24, bottom: 24 }
    const framed = await hashOf(sharp(image).extend({ ...sides, background: '#fff' }))
    assert.isAtMost(hamming(framed.inner!.pdq, plain.pdq), 24)
    assert.closeTo(framed.inner!.part.left, 32 / 704, 0.01)
    assert.closeTo(framed.inner!.part.bottom, (480 + 24) / 528, 0.01)
  })

  test('plain pictures have next to no quality, busy ones all of it', async ({ assert }) => {
    const plain = sharp({ create: { width: 400, height: 300, channels: 3, background: '#3a5' } })
    assert.equal(await hashIn('quality', plain), 0)
    assert.isAbove(await hashIn('quality', drawing(12)), 90)
  })

  test('a blurred copy is less sharp', async ({ assert }) => {
    const image = await drawing(13).png().toBuffer()
    const blurred = await hashOf(sharp(image).blur(3))
    assert.isBelow(blurred.sharpness, (await hashIn('sharpness', image)) / 2)
  })

  test('pictures of one pixel, one row and one column are hashed', ({ assert }) => {
    for (const [width, height] of [
      [1, 1],
      [320, 1],
      [1, 320],
      [3, 2],
    ]) {
      const pixels = {
        data: new Uint8Array(width * height * 3).fill(90),
        width,
        height,
        channels: 3,
      }
      assert.isAtMost(hashPixels(pixels).quality, 49)
      assert.lengthOf(squareOf(pixels), 4096)
    }
    const large = { data: new Uint8Array(3), width: 5000, height: 1, channels: 3 }
    assert.throws(() => hashPixels(large), 'hashing wants a thumbnail')
  })

  test('PDQ is within 16 bits of the published values', async ({ assert }) => {
    const { files } = JSON.parse(readFileSync(join(corpus, 'manifest.json'), 'utf8'))
    const published = files.filter((file: any) => file.expected.pdq_hash)
    assert.isAbove(published.length, 10)
    for (const { path, expected } of published) {
      const { pdq } = await hashOf(join(corpus, path))
      assert.isAtMost(hamming(pdq, Buffer.from(expected.pdq_hash, 'hex')), 16, path)
    }
  }).skip(!existsSync(corpus), 'the corpora are not here')
})
