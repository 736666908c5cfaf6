import { test } from '@japa/runner'
import sharp from 'sharp'
import {
  c2pa,
  exif,
  jpeg,
  mp4,
  png,
  stealthPixels,
  webm,
  webp,
  xmp,
} from '#tests/helpers/files/index'
import { read, readFacts, readWarnings } from '#tests/unit/library/metadata/reads'

const infotext =
  'a red fox\nNegative prompt: blurry\nSteps: 20, Sampler: Euler a, CFG scale: 7, Seed: 42, Size: 512x768'

test.group('Metadata | pictures', () => {
  const carriers: [string, () => Buffer | Promise<Buffer>][] = [
    ['PNG tEXt', () => png({ text: { parameters: infotext } })],
    ['PNG tEXt in capitals', () => png({ text: { Parameters: infotext } })],
    ['PNG iTXt', () => png({ international: { parameters: infotext } })],
    [
      'PNG iTXt, deflated',
      () => png({ international: { parameters: infotext }, compressed: true }),
    ],
    ['PNG zTXt', () => png({ deflated: { parameters: infotext } })],
    ['PNG, behind the pixels', () => png({ text: { parameters: infotext }, after: true })],
    ['PNG eXIf', () => png({ exif: exif({ userComment: infotext }) })],
    [
      'PNG, hidden in alpha',
      () => png({ width: 128, height: 128, pixels: stealthPixels(infotext) }),
    ],
    [
      'PNG, hidden in colours',
      () => png({ width: 128, height: 128, pixels: stealthPixels(infotext, { channel: 'rgb' }) }),
    ],
    [
      'PNG, hidden and not compressed',
      () =>
        png({ width: 128, height: 128, pixels: stealthPixels(infotext, { compressed: false }) }),
    ],
    [
      'WebP, hidden in alpha',
      () => webp({ width: 128, height: 128, pixels: stealthPixels(infotext) }),
    ],
    [
      'JPEG UserComment, UTF-16 big-endian',
      () => jpeg({ exif: exif({ userComment: infotext, charset: 'utf16be' }) }),
    ],
    [
      'JPEG UserComment, byte order against the header',
      () => jpeg({ exif: exif({ userComment: infotext, charset: 'utf16be', bigEndian: false }) }),
    ],
    [
      'JPEG UserComment, UTF-16 little-endian',
      () => jpeg({ exif: exif({ userComment: infotext, charset: 'utf16le', bigEndian: true }) }),
    ],
    [
      'JPEG UserComment, ASCII',
      () => jpeg({ exif: exif({ userComment: infotext, charset: 'ascii' }) }),
    ],
    [
      'JPEG UserComment, no charset',
      () => jpeg({ exif: exif({ userComment: infotext, charset: 'none' }) }),
    ],
    ['JPEG comment', () => jpeg({ comment: infotext })],
    ['JPEG XMP', () => jpeg({ xmp: xmp({ 'exif:UserComment': infotext }) })],
    ['WebP EXIF', () => webp({ exif: exif({ userComment: infotext }) })],
    ['MP4 comment', () => mp4({ tags: { comment: infotext } })],
    ['MP4, Apple’s comment', () => mp4({ appleTags: { '©cmt': infotext } })],
    ['WebM comment', () => webm({ tags: { COMMENT: infotext } })],
  ]
  for (const [name, make] of carriers) {
    test(`finds the settings in ${name}`, async ({ assert }) => {
      const { facts } = await read(await make())
      assert.containSubset(facts, {
        generator: 'a1111',
        prompt: 'a red fox',
        negativePrompt: 'blurry',
        steps: 20,
        sampler: 'Euler a',
        cfgScale: 7,
        seed: '42',
        generatedWidth: 512,
        generatedHeight: 768,
        ai: true,
      })
    })
  }

  test('texts that are no UTF-8 are taken for Latin-1', async ({ assert }) => {
    const file = png({ text: { parameters: `caf\u00e9, ${infotext}` } })
    const at = file.indexOf('caf\u00e9')
    const latin = Buffer.concat([
      file.subarray(0, at),
      Buffer.from('caf\u00e9 ', 'latin1'),
      file.subarray(at + 6),
    ])
    const { facts } = await read(latin)
    assert.isTrue(facts.prompt?.startsWith('café'))
  })

  test('says size, orientation and date as stored', async ({ assert }) => {
    const block = exif({ orientation: 6, dateTimeOriginal: '2024:01:31 10:20:30', location: true })
    for (const [bytes, name, mime] of [
      [png({ width: 30, height: 20, exif: block }), 'a.png', 'image/png'],
      [await jpeg({ width: 30, height: 20, exif: block }), 'a.jpg', 'image/jpeg'],
      [await webp({ width: 30, height: 20, exif: block }), 'a.webp', 'image/webp'],
    ] as const) {
      assert.containSubset(await read(bytes, name), {
        kind: 'image',
        mime,
        width: 30,
        height: 20,
        orientation: 6,
        hasLocation: true,
        capturedAt: '2024-01-31 10:20:30',
        capturedSource: 'exif',
        warnings: [],
      })
    }
  })

  test('reads the size of every kind sharp can write', async ({ assert }) => {
    const picture = sharp({ create: { width: 33, height: 21, channels: 3, background: '#456' } })
    for (const [format, mime] of [
      ['gif', 'image/gif'],
      ['tiff', 'image/tiff'],
      ['avif', 'image/avif'],
    ] as const) {
      const bytes = await picture.clone().toFormat(format).toBuffer()
      assert.containSubset(await read(bytes, `a.${format}`), {
        kind: 'image',
        mime,
        width: 33,
        height: 21,
        warnings: [],
      })
    }
  })

  test('reads the size of an SVG from width and height or from the view box', async ({
    assert,
  }) => {
    const sizes = async (root: string) => {
      const { mime, width, height } = await read(
        Buffer.from(
          `<?xml version="1.0"?><!-- a fox --><svg xmlns="http://www.w3.org/2000/svg" ${root}/>`
        ),
        'a.svg'
      )
      return [mime, width, height]
    }
    assert.deepEqual(await sizes('width="40" height="20px"'), ['image/svg+xml', 40, 20])
    assert.deepEqual(await sizes('width="1in" height="2.54cm"'), ['image/svg+xml', 96, 96])
    assert.deepEqual(await sizes('viewBox="0 0 300 150"'), ['image/svg+xml', 300, 150])
    assert.deepEqual(await sizes('width="100%" viewBox="0,0,300,150"'), ['image/svg+xml', 300, 150])
  })

  test('believes the bytes and warns of a name that lies', async ({ assert }) => {
    const file = await read(await jpeg(), 'picture.png')
    assert.equal(file.mime, 'image/jpeg')
    assert.equal(file.extension, 'jpg')
    assert.match(file.warnings[0], /ends in \.png.*JPG/)
    assert.equal(await readWarnings(await jpeg(), 'picture.jpeg'), '')
  })

  test('warns of what is cut off, empty or unknown', async ({ assert }) => {
    const whole = png({ text: { parameters: infotext } })
    assert.match(await readWarnings(whole.subarray(0, whole.length - 30)), /cut off/)
    assert.match(await readWarnings(Buffer.alloc(0)), /empty/)
    const unknown = await read(Buffer.from('nothing of this world'), 'a.bin')
    assert.isNull(unknown.kind)
    assert.lengthOf(unknown.warnings, 1)
  })
})

test.group('Metadata | films', () => {
  test('reads size, length, rotation and date of an MP4', async ({ assert }) => {
    assert.containSubset(
      await read(mp4({ width: 640, height: 360, duration: 3, rotation: 90 }), 'a.mp4'),
      {
        kind: 'video',
        width: 640,
        height: 360,
        duration: 3,
        orientation: 6,
        capturedAt: '2024-01-31 10:20:30',
        capturedSource: 'metadata',
      }
    )
  })

  test('reads size and length of a WebM', async ({ assert }) => {
    assert.containSubset(await read(webm({ width: 640, height: 360, duration: 3 }), 'a.webm'), {
      kind: 'video',
      mime: 'video/webm',
      width: 640,
      height: 360,
      duration: 3,
    })
  })

  test('finds a graph in the tags of a film', async ({ assert }) => {
    const prompt = {
      3: { class_type: 'KSampler', inputs: { seed: 7, steps: 4, positive: ['6', 0] } },
      6: { class_type: 'CLIPTextEncode', inputs: { text: 'a running fox' } },
    }
    const wrapped = JSON.stringify({ prompt: JSON.stringify(prompt), workflow: {} })
    for (const film of [
      mp4({ tags: { comment: wrapped } }),
      webm({ tags: { COMMENT: wrapped } }),
      mp4({ tags: { prompt: JSON.stringify(prompt) } }),
    ]) {
      assert.containSubset(await readFacts(film, 'a.mp4'), {
        generator: 'comfyui',
        prompt: 'a running fox',
        seed: '7',
        steps: 4,
      })
    }
  })
})

test.group('Metadata | declarations', () => {
  test('a C2PA manifest declares what a machine made', async ({ assert }) => {
    const store = c2pa({
      claimGenerator: 'OpenAI Media Service API',
      sourceType: 'trainedAlgorithmicMedia',
      softwareAgent: 'GPT-4o',
    })
    for (const bytes of [
      png({ c2pa: store }),
      await jpeg({ c2pa: store }),
      await webp({ c2pa: store }),
    ]) {
      const { facts, ai } = await read(bytes)
      assert.isTrue(ai)
      assert.equal(facts.generator, 'openai')
      assert.deepEqual(facts.provenance, {
        declaration: 'trainedAlgorithmicMedia',
        claimGenerator: 'OpenAI Media Service API',
      })
    }
  })

  test('a camera’s manifest declares nothing of the kind', async ({ assert }) => {
    const { facts, ai } = await read(
      png({
        c2pa: c2pa({
          claimGenerator: 'Google C2PA Core Generator Library',
          sourceType: 'digitalCapture',
        }),
      })
    )
    assert.isFalse(ai)
    assert.isUndefined(facts.generator)
    assert.equal(facts.provenance?.declaration, 'digitalCapture')
  })

  test('IPTC’s digital source type counts by its exact concept', async ({ assert }) => {
    const declared = (concept: string) =>
      read(
        png({
          xmp: xmp({
            'Iptc4xmpExt:DigitalSourceType': `http://cv.iptc.org/newscodes/digitalsourcetype/${concept}`,
            'photoshop:Credit': 'Made with Google AI',
          }),
        })
      )
    assert.containSubset(await declared('trainedAlgorithmicMedia'), {
      ai: true,
      facts: { generator: 'google' },
    })
    const { ai } = await read(
      png({
        xmp: xmp({
          'Iptc4xmpExt:DigitalSourceType':
            'http://cv.iptc.org/newscodes/digitalsourcetype/algorithmicallyEnhanced',
        }),
      })
    )
    assert.isFalse(ai)
  })

  test('proposes tags, rating and title of XMP and IPTC', async ({ assert }) => {
    const packet = xmp({ 'dc:subject': ['fox', 'a & b'], 'xmp:Rating': '4', 'dc:title': ['Fox'] })
    const { facts } = await read(
      await jpeg({
        xmp: packet,
        iptc: { keywords: ['fox', 'snow'], date: '20240131', time: '102030' },
      })
    )
    assert.containSubset(facts, {
      tags: ['fox', 'a & b', 'snow'],
      rating: 4,
      title: 'Fox',
      capturedAt: '2024-01-31 10:20:30',
    })
  })
})
