import { test } from '@japa/runner'
import sharp from 'sharp'
import {
  keeperRuleNames,
  looksCopied,
  suggestKeeper,
  type Candidate,
  type KeeperRule,
} from '#duplicates/keeper'
import { editableRules, rulesFrom } from '#duplicates/rules_editor'
import { estimateJpegQuality } from '#duplicates/jpeg_quality'
import { drawing } from './drawings.js'

const candidate = (changes: Partial<Candidate>): Candidate => ({
  path: '/a/picture.jpg',
  pixels: 1_000_000,
  size: 500_000,
  mime: 'image/jpeg',
  jpegQuality: 90,
  sharpness: 100,
  modifiedAt: 1_000,
  hasGenerationMetadata: null,
  ...changes,
})

const cases: [reason: string, better: Partial<Candidate>, worse: Partial<Candidate>][] = [
  ['protected_folder', { isProtected: true }, { isProtected: false, isFavorite: true }],
  ['favorite', { isFavorite: true }, { isFavorite: false, isCollected: true }],
  ['collection', { isCollected: true }, { isCollected: false, rating: 5 }],
  ['rating', { rating: 4 }, { rating: 3, hasGenerationMetadata: true }],
  [
    'generation_metadata',
    { hasGenerationMetadata: true },
    { hasGenerationMetadata: false, pixels: 4e6 },
  ],
  [
    'colour',
    { hasColour: true },
    { hasColour: false, mime: 'image/png', jpegQuality: null, pixels: 4e6 },
  ],
  ['resolution', { pixels: 2_000_000 }, { size: 900_000 }],
  ['original', { mime: 'image/png', jpegQuality: null }, { size: 900_000 }],
  ['jpeg_quality', { jpegQuality: 95 }, { jpegQuality: 80, size: 900_000 }],
  ['sharpness', { sharpness: 120 }, { sharpness: 60, size: 900_000 }],
  ['size', { size: 600_000 }, { modifiedAt: 1 }],
  ['name', { modifiedAt: 2_000 }, { path: '/a/picture (1).jpg' }],
  ['oldest', { modifiedAt: 1 }, { modifiedAt: 2 }],
  ['path', { path: '/a/a.jpg' }, { path: '/a/b.jpg' }],
]

test.group('Duplicates / keeper', () => {
  for (const [reason, better, worse] of cases) {
    test(`${reason} decides, whatever comes after it`, ({ assert }) => {
      const pair = [candidate(worse), candidate(better)]
      assert.deepEqual(suggestKeeper(pair), { keeper: 1, reason } as any)
      assert.deepEqual(suggestKeeper(pair.toReversed()), { keeper: 0, reason } as any)
    })
  }

  test('a person puts the rules in another order, and says which folders and formats', ({
    assert,
  }) => {
    const pair = [
      candidate({ path: '/phone/a.jpg', modifiedAt: 5, pixels: 4e6 }),
      candidate({ path: '/desk/a.webp', mime: 'image/webp', modifiedAt: 9 }),
    ]
    const decided = (rules: KeeperRule[]) => suggestKeeper(pair, { rules })
    assert.deepEqual(decided([{ name: 'newest' }]), { keeper: 1, reason: 'newest' })
    assert.deepEqual(decided([{ name: 'oldest' }]), { keeper: 0, reason: 'oldest' })
    assert.deepEqual(decided([{ name: 'preferred_folder', folders: ['/desk', '/phone'] }]), {
      keeper: 1,
      reason: 'preferred_folder',
    })
    assert.deepEqual(
      decided([
        { name: 'preferred_folder', folders: ['/des'] },
        { name: 'preferred_format', formats: ['image/webp'] },
        { name: 'resolution' },
      ]),
      { keeper: 1, reason: 'preferred_format' }
    )
    assert.deepEqual(decided([]), { keeper: 1, reason: 'path' })
  })

  test('a rule that came after somebody saved theirs is offered where it stands by default', ({
    assert,
  }) => {
    const saved: KeeperRule[] = [
      { name: 'rating' },
      { name: 'generation_metadata' },
      { name: 'resolution' },
      { name: 'favorite' },
    ]
    const { rules } = editableRules(saved)
    const names = rules.map(({ name }) => name)
    assert.sameMembers(names, keeperRuleNames)
    assert.deepEqual(names.slice(0, 5), [
      'protected_folder',
      'rating',
      'generation_metadata',
      'colour',
      'resolution',
    ])
    assert.isFalse(rules.find(({ name }) => name === 'colour')!.inUse)
    const inUse = [...saved.map(({ name }) => name), 'colour' as const]
    const turnedOn = rulesFrom({ order: names, inUse })
    assert.deepEqual(turnedOn, saved.toSpliced(2, 0, { name: 'colour' }))
    assert.deepEqual(
      editableRules(turnedOn).rules.map(({ name }) => name),
      names
    )
  })

  test('what is nearly equal goes on to the next rule', ({ assert }) => {
    const pair = [candidate({ pixels: 1_010_000 }), candidate({ jpegQuality: 99 })]
    assert.deepEqual(suggestKeeper(pair), { keeper: 1, reason: 'jpeg_quality' })
  })

  test('of the same pixels in a JPEG and a PNG the JPEG is kept', ({ assert }) => {
    const pair = [
      candidate({ mime: 'image/png', jpegQuality: null, path: '/a/a.png' }),
      candidate({}),
    ]
    assert.deepEqual(suggestKeeper(pair, { samePixels: true }), { keeper: 1, reason: 'original' })
  })

  test('names that copying gives are told from others', ({ assert }) => {
    for (const name of [
      'x (1).png',
      'x copy.png',
      'x copy 2.png',
      'x - Kopie.jpg',
      'x-1.jpg',
      'Copy of x.png',
    ]) {
      assert.isTrue(looksCopied(`/a/${name}`), name)
    }
    for (const name of ['x.png', 'IMG_1234.jpg', '00001-20240501.png', 'copying.png']) {
      assert.isFalse(looksCopied(`/a/${name}`), name)
    }
  })

  test('the quality of a JPEG is read from its tables', async ({ assert }) => {
    for (const quality of [20, 50, 75, 90, 100]) {
      const bytes = await drawing(1).jpeg({ quality }).toBuffer()
      assert.closeTo(estimateJpegQuality(bytes)!, quality, 2)
    }
    assert.isNull(
      estimateJpegQuality(
        await sharp(await drawing(1).png().toBuffer())
          .png()
          .toBuffer()
      )
    )
    assert.isNull(estimateJpegQuality(Buffer.from([0xff, 0xd8, 0xff, 0xdb, 0, 200])))
  })
})
