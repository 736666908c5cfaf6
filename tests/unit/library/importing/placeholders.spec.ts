import { test } from '@japa/runner'
import sharp from 'sharp'
import { makePlaceholder } from '#library/decoding/placeholders'
import type { Pixels } from '#library/decoding/pixels'
import { placeholderUrl } from '#library/gallery/addresses'

test.group('Placeholders', () => {
  test('of {0}×{1} fits into a page')
    .with([
      [320, 320],
      [320, 213],
      [213, 320],
      [320, 8],
      [8, 320],
      [1, 1],
    ])
    .run(({ assert }, [width, height]) => {
      const { bytes, wide, high } = read(makePlaceholder(plain(width, height, [10, 200, 30])))
      assert.isAtMost(bytes.length, 111)
      assert.lengthOf(bytes, 26 + high * Math.ceil((wide * 3) / 4) * 4)
      assert.deepEqual(colourAt(bytes, wide, high, 0, 0), [10, 200, 30])
      assert.deepEqual(colourAt(bytes, wide, high, wide - 1, high - 1), [10, 200, 30])
    })

  test('stands upright and has the colours of the picture', async ({ assert }) => {
    const left = await sharp(plain(160, 320, [250, 0, 0]).data, raw(160, 320))
      .extend({ right: 160, background: '#00f' })
      .composite([{ input: await half(), top: 160, left: 0 }])
      .raw()
      .toBuffer()
    const placeholder = makePlaceholder({ data: left, width: 320, height: 320, channels: 3 })
    const { bytes, wide, high } = read(placeholder)
    assert.deepEqual(colourAt(bytes, wide, high, 0, 0), [250, 0, 0])
    assert.deepEqual(colourAt(bytes, wide, high, wide - 1, 0), [0, 0, 255])
    assert.deepEqual(colourAt(bytes, wide, high, 0, high - 1), [0, 255, 0])
    assert.match(placeholderUrl(placeholder)!, /^data:image\/bmp;base64,Qk/)
  })

  test('shows grey where the picture is transparent, and grey pictures grey', ({ assert }) => {
    const clear: Pixels = { data: Buffer.alloc(64), width: 4, height: 4, channels: 4 }
    const grey: Pixels = { data: Buffer.alloc(16, 77), width: 4, height: 4, channels: 1 }
    for (const [pixels, value] of [
      [clear, 128],
      [grey, 77],
    ] as const) {
      const { bytes, wide, high } = read(makePlaceholder(pixels))
      assert.deepEqual(colourAt(bytes, wide, high, 1, 1), [value, value, value])
    }
  })

  test('of older libraries are still shown', ({ assert }) => {
    assert.equal(placeholderUrl('UklGRh4A'), 'data:image/webp;base64,UklGRh4A')
    assert.isNull(placeholderUrl(null))
  })
})

const raw = (width: number, height: number) => ({ raw: { width, height, channels: 3 as const } })

const half = () =>
  sharp(plain(320, 160, [0, 255, 0]).data, raw(320, 160))
    .png()
    .toBuffer()

function plain(width: number, height: number, colour: number[]): Pixels {
  return { data: Buffer.alloc(width * height * 3, Buffer.from(colour)), width, height, channels: 3 }
}

function read(base64: string) {
  const bytes = Buffer.from(base64, 'base64')
  return { bytes, wide: bytes.readUInt16LE(18), high: bytes.readUInt16LE(20) }
}

function colourAt(bytes: Buffer, wide: number, high: number, x: number, y: number) {
  const at = 26 + (high - 1 - y) * Math.ceil((wide * 3) / 4) * 4 + 3 * x
  return [bytes[at + 2], bytes[at + 1], bytes[at]]
}
