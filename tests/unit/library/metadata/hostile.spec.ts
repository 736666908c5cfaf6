import fc from 'fast-check'
import { test } from '@japa/runner'
import {
  box,
  c2pa,
  exif,
  jpeg,
  mp4,
  png,
  pngChunk,
  webm,
  webp,
  xmp,
} from '#tests/helpers/files/index'
import { parseJson } from '#library/metadata/decoding'
import { readXmp } from '#library/metadata/containers/xmp'
import { splitInfotext } from '#library/metadata/parsers/infotext'
import { read, readFacts } from '#tests/unit/library/metadata/reads'

const infotext =
  'a fox <lora:fur:1>\nNegative prompt: bad\nSteps: 20, Sampler: Euler, Seed: 1, Hashes: {"a": "b"}'
const graph =
  '{"1": {"class_type": "KSampler", "inputs": {"seed": 1, "steps": 2, "positive": ["2", 0]}}, "2": {"class_type": "CLIPTextEncode", "inputs": {"text": "a fox"}}}'
const block = exif({
  userComment: infotext,
  orientation: 3,
  dateTimeOriginal: '2024:01:31 10:20:30',
  location: true,
  make: 'x',
})
const packet = xmp({ 'dc:subject': ['a', 'b'], 'xmp:Rating': '3' })
const store = c2pa({ claimGenerator: 'OpenAI', sourceType: 'trainedAlgorithmicMedia' })

/** One of everything the builders make. */
async function samples(): Promise<[string, Buffer][]> {
  return [
    [
      'a.png',
      png({
        text: { parameters: infotext, prompt: graph },
        deflated: { comment: 'x' },
        exif: block,
        xmp: packet,
        c2pa: store,
      }),
    ],
    [
      'a.jpg',
      await jpeg({
        exif: block,
        xmp: packet,
        comment: infotext,
        c2pa: store,
        iptc: { keywords: ['a'] },
      }),
    ],
    ['a.webp', await webp({ exif: block, xmp: packet, c2pa: store })],
    ['a.mp4', mp4({ tags: { comment: graph }, appleTags: { '©cmt': infotext } })],
    ['a.webm', webm({ tags: { COMMENT: graph } })],
    ['a.tif', Buffer.concat([block, Buffer.alloc(40)])],
    ['a.svg', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4"/>')],
    [
      'a.heic',
      Buffer.concat([
        box('ftyp', Buffer.from('heic\0\0\0\0mif1heic')),
        box(
          'meta',
          Buffer.alloc(4),
          box('iinf', Buffer.alloc(6)),
          box('iloc', Buffer.alloc(8)),
          box('iprp', box('ipco', box('ispe', Buffer.alloc(12))))
        ),
      ]),
    ],
  ]
}

/** Milliseconds of CPU since the start of the process: other programs on the machine do not count. */
function cpu() {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

/** Reads, and fails when that throws or costs more than a second. */
async function survives(bytes: Buffer, name: string) {
  const start = cpu()
  const file = await read(bytes, name)
  if (cpu() - start > 1500) throw new Error(`${name} took ${cpu() - start} ms`)
  return file
}

test.group('Metadata | hostile files', () => {
  test('random bytes, also behind a real beginning, are survived', async () => {
    const starts = [
      '',
      '89504e470d0a1a0a',
      'ffd8ffe1',
      '52494646ffffffff57454250',
      '474946383961',
      '49492a0008000000',
      '4d4d002a00000008',
      '0000001866747970617669660000000061766966',
      '000000186674797069736f6d',
      '1a45dfa3',
      'ff0a',
      '0000000c4a584c200d0a870a',
      '424d',
      '00000100',
      '3c737667',
    ]
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...starts),
        fc.uint8Array({ maxLength: 2000 }),
        async (start, bytes) => {
          await survives(Buffer.concat([Buffer.from(start, 'hex'), bytes]), 'a.png')
        }
      ),
      { numRuns: 1500 }
    )
  }).timeout(60_000)

  test('every built file survives being cut anywhere', async () => {
    for (const [name, bytes] of await samples()) {
      for (
        let length = 0;
        length < bytes.length;
        length += Math.max(1, Math.floor(bytes.length / 200))
      )
        await survives(bytes.subarray(0, length), name)
    }
  }).timeout(60_000)

  test('every built file survives flipped bits and overwritten stretches', async () => {
    const all = await samples()
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...all),
        fc.array(fc.tuple(fc.nat(), fc.uint8Array({ minLength: 1, maxLength: 8 })), {
          minLength: 1,
          maxLength: 6,
        }),
        async ([name, bytes], changes) => {
          const changed = Buffer.from(bytes)
          for (const [at, values] of changes)
            changed.set(
              values.subarray(0, changed.length - (at % changed.length)),
              at % changed.length
            )
          await survives(changed, name)
        }
      ),
      { numRuns: 2000 }
    )
  }).timeout(60_000)

  test('text bombs are refused and the rest is read', async ({ assert }) => {
    const bomb = png({ deflated: { bomb: 'a'.repeat(80_000_000) }, text: { parameters: infotext } })
    const file = await survives(bomb, 'a.png')
    assert.equal(file.facts.prompt, 'a fox <lora:fur:1>')
    assert.match(file.warnings.join(), /zTXt chunk is damaged/)
  })

  test('deep JSON is no JSON', ({ assert }) => {
    assert.isUndefined(parseJson('['.repeat(100_000) + ']'.repeat(100_000)))
    assert.isUndefined(parseJson('{"a":'.repeat(5000) + '1' + '}'.repeat(5000)))
    assert.deepEqual(
      parseJson('{"a": [NaN, -Infinity, 12345678901234567890], "b": "NaN, [{"}\0\0'),
      { a: [null, null, '12345678901234567890'], b: 'NaN, [{' }
    )
  })

  test('XML entities stay as they are written', ({ assert }) => {
    const source = `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "boom"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY e SYSTEM "file:///etc/passwd">]>
      <x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:Description dc:title="&b;&e;&amp;&#65;"/></x:xmpmeta>`
    assert.deepEqual(readXmp(Buffer.from(source)).get('dc:title'), ['&b;&e;&A'])
  })

  test('long and tangled texts take linear time', async ({ assert }) => {
    const texts = [
      '<'.repeat(1_000_000),
      '<a '.repeat(300_000),
      '<!--'.repeat(250_000),
      '<a b="'.repeat(200_000),
    ]
    const start = cpu()
    for (const text of texts) readXmp(Buffer.from(text))
    for (const text of [
      'Steps: 1, '.repeat(100_000),
      'a'.repeat(900_000) + '\nSteps: 20, Sampler: x, Seed: 1',
      '"'.repeat(900_000) + ' Steps: 1',
      'Steps: 1, a: {'.repeat(3000),
      ' '.repeat(900_000) + 'Steps: 1, b: "',
      'x: "\\'.repeat(100_000) + 'Seed: 1',
    ])
      splitInfotext(text)
    for (const text of [
      '--v '.repeat(200_000),
      '<lora:'.repeat(100_000),
      'Negative prompt: '.repeat(50_000),
      'Civitai resources: '.repeat(20_000),
    ]) {
      await read(
        png({ text: { parameters: `${text}\nSteps: 20, Sampler: x, Seed: 1`, Description: text } })
      )
    }
    assert.isBelow(cpu() - start, 5000)
  }).timeout(60_000)

  test('a graph of nineteen thousand nodes is read in seconds', async ({ assert }) => {
    const nodes: Record<string, object> = {}
    for (let id = 0; id < 19_000; id++)
      nodes[id] = {
        class_type: 'ConditioningCombine',
        inputs: { conditioning_1: [String(id + 1), 0], conditioning_2: [String(id + 2), 0] },
      }
    nodes.s = { class_type: 'KSampler', inputs: { seed: 1, steps: 2, positive: ['0', 0] } }
    const start = cpu()
    const facts = await readFacts(png({ text: { prompt: JSON.stringify(nodes) } }))
    assert.equal(facts.seed, '1')
    assert.isBelow(cpu() - start, 3000)
  }).timeout(60_000)

  test('branches that meet again are not walked without end', async ({ assert }) => {
    const nodes: Record<string, object> = {
      s: {
        class_type: 'KSampler',
        inputs: { seed: ['n0', 0], steps: ['n0', 0], positive: ['t', 0] },
      },
      t: { class_type: 'CLIPTextEncode', inputs: { text: ['c0', 0], clip: ['x', 0] } },
    }
    for (let id = 0; id < 60; id++) {
      nodes[`c${id}`] = {
        class_type: 'StringConcatenate',
        inputs: { string_a: [`c${id + 1}`, 0], string_b: [`c${id + 1}`, 0] },
      }
      nodes[`n${id}`] = {
        class_type: 'Sum',
        inputs: { value: [`n${id + 1}`, 0], int: [`n${id + 1}`, 0], a: [`n${id + 1}`, 0] },
      }
    }
    const start = cpu()
    const facts = await readFacts(png({ text: { prompt: JSON.stringify(nodes) } }))
    assert.equal(facts.generator, 'comfyui')
    assert.isBelow(cpu() - start, 3000)
  }).timeout(60_000)

  test('a chunk that claims more than there is ends the reading', async ({ assert }) => {
    const lying = Buffer.concat([png(), pngChunk('tEXt', Buffer.from('a\0b'))])
    lying.writeUInt32BE(0xffffffff, 33)
    const { warnings, width } = await survives(lying, 'a.png')
    assert.equal(width, 8)
    assert.match(warnings.join(), /cut off/)
  })
})
