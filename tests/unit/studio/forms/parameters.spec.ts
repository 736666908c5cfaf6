import { existsSync, readFileSync } from 'node:fs'
import { test } from '@japa/runner'
import { excerptOf } from '#studio/forms/json_schema'
import { parametersOf } from '#studio/forms/parameters'
import type { Json, ParameterSpec } from '#studio/providers/shapes'

const published = new URL('../../../../../shared/provider-specs/specs/', import.meta.url)
const absent = !existsSync(published)
const read = (name: string): Json => JSON.parse(readFileSync(new URL(name, published), 'utf8'))

/** The form of one property. */
function form(name: string, property: Json, more: Record<string, Json> = {}) {
  return parametersOf({ type: 'object', properties: { [name]: property }, ...more })[0]
}

/** Only these facts of a parameter. */
function facts<Key extends keyof ParameterSpec>(parameter: ParameterSpec, ...keys: Key[]) {
  return keys.map((key) => parameter[key])
}

test.group('Forms | parameters of a schema', () => {
  test('types follow the schema, with its bounds', ({ assert }) => {
    assert.containSubset(form('steps', { type: 'integer', minimum: 1, maximum: 50, default: 20 }), {
      type: 'integer',
      minimum: 1,
      maximum: 50,
      default: 20,
      varyable: true,
      group: 'advanced',
    })
    assert.equal(form('tiling', { type: 'boolean' }).type, 'boolean')
    assert.equal(form('style', { type: 'string', maxLength: 80 }).type, 'text')
    assert.equal(form('caption', { type: 'string' }).type, 'longtext')
    assert.equal(form('notes', { type: 'string', maxLength: 201 }).type, 'longtext')
    assert.equal(form('loras', { type: 'array', items: { type: 'object' } }).type, 'json')
    assert.deepEqual(form('format', { enum: ['png', 'webp'] }).options, [
      { value: 'png', label: 'png' },
      { value: 'webp', label: 'webp' },
    ])
  })

  test('an excluded bound is one in OpenAPI 3.0 and in 3.1', ({ assert }) => {
    const older = form('scale', { type: 'number', minimum: 0, exclusiveMinimum: true })
    const newer = form('scale', { type: 'number', exclusiveMinimum: 0 })

    assert.deepEqual(facts(older, 'minimum', 'exclusiveMinimum'), [undefined, 0])
    assert.deepEqual(facts(newer, 'minimum', 'exclusiveMinimum'), [undefined, 0])
  })

  test('null is taken out of every way to say it', ({ assert }) => {
    const ways: Json[] = [
      { anyOf: [{ type: 'integer' }, { type: 'null' }] },
      { type: ['null', 'integer'] },
      { type: 'integer', nullable: true },
    ]
    for (const property of ways) {
      assert.deepEqual(facts(form('steps', property), 'type', 'nullable'), ['integer', true])
    }
  })

  test('a preset or an area is a size, texts with an enum are suggestions, other unions are JSON', ({
    assert,
  }) => {
    const area = { properties: { width: { type: 'integer', maximum: 4096 }, height: {} } }
    const size = form('image_size', { anyOf: [area, { enum: ['square_hd', 'portrait_4_3'] }] })
    assert.containSubset(size, { type: 'size', maximum: 4096, role: 'size', group: 'main' })
    assert.lengthOf(size.options!, 2)

    const text = form('model', {
      anyOf: [{ type: 'string' }, { type: 'string', enum: ['a', 'b'] }],
    })
    assert.equal(text.type, 'text')
    assert.lengthOf(text.options!, 2)

    assert.equal(form('scale', { oneOf: [{ type: 'integer' }, { type: 'number' }] }).type, 'number')
    assert.equal(form('odd', { anyOf: [{ type: 'string' }, { type: 'integer' }] }).type, 'json')
  })

  test('pictures are files by their format or by their name', ({ assert }) => {
    assert.equal(form('init', { type: 'string', format: 'uri' }).type, 'file')
    assert.equal(form('image_url', { type: 'string' }).type, 'file')
    assert.equal(form('mask', { type: 'string' }).type, 'file')
    assert.equal(form('generate_audio', { type: 'boolean' }).type, 'boolean')
    assert.equal(form('image_urls', { type: 'array', items: { type: 'string' } }).type, 'files')
    assert.equal(form('imagination', { type: 'string' }).type, 'text')
  })

  test('only local references are followed, and what leads to itself becomes JSON', ({
    assert,
  }) => {
    const schema = (property: Json) => ({
      $defs: { Ratio: { enum: ['1:1', '3:2'] }, Loop: { allOf: [{ $ref: '#/$defs/Loop' }] } },
      properties: { ratio: property },
    })
    const ratio = (reference: string, more = {}) =>
      parametersOf(schema({ allOf: [{ $ref: reference }], ...more }))[0]

    assert.containSubset(ratio('#/$defs/Ratio', { default: '1:1' }), {
      type: 'enum',
      default: '1:1',
    })
    assert.equal(ratio('#/$defs/Loop').type, 'json')
    assert.equal(ratio('https://example.com/ratio.json').type, 'json')
    assert.equal(ratio('#/$defs/__proto__').type, 'json')
  })

  test('definitions that double at each level are read once', ({ assert }) => {
    const $defs: Record<string, Json> = { d0: { enum: ['1:1', '3:2'] } }
    for (let depth = 1; depth <= 60; depth += 1) {
      const $ref = `#/$defs/d${depth - 1}`
      $defs[`d${depth}`] = { allOf: [{ $ref }, { $ref }] }
    }

    const [ratio] = parametersOf({ $defs, properties: { ratio: { $ref: '#/$defs/d60' } } })

    assert.equal(ratio.type, 'enum')
  })

  test('order: what is asked for, then what the schema says, else what is required first', ({
    assert,
  }) => {
    const properties = { a: {}, b: {}, c: {} }
    const names = (schema: Json, orderHint?: string[]) =>
      parametersOf(schema, { orderHint })
        .map(({ name }) => name)
        .join()

    assert.equal(names({ properties, required: ['b'] }), 'b,a,c')
    assert.equal(
      names({ properties, 'required': ['b'], 'x-fal-order-properties': ['c', 'a'] }),
      'c,a,b'
    )
    assert.equal(
      names({ properties: { a: { 'x-order': 2 }, b: { 'x-order': 0 }, c: {} } }),
      'b,a,c'
    )
    assert.equal(names({ properties }, ['c']), 'c,a,b')
  })

  test('each role is had once, whatever the provider calls it', ({ assert }) => {
    const roles = parametersOf({
      properties: {
        prompt: { type: 'string' },
        negativePrompt: { type: ['null', 'string'] },
        num_images: { type: 'integer' },
        seed: { type: 'integer' },
        noise_seed: { type: 'integer' },
      },
    }).map(({ role }) => role)

    assert.deepEqual(roles, ['prompt', 'negative_prompt', 'count', 'seed', undefined])
  })

  test('what leaves no choice is sent unseen, and a secret is never asked for', ({ assert }) => {
    const engine = form('engine', { enum: ['sdcpp'] }, { required: ['engine'] })
    assert.deepEqual(facts(engine, 'group', 'default'), ['hidden', 'sdcpp'])
    const secret = form('token', { 'type': 'string', 'x-cog-secret': true })
    assert.deepEqual(facts(secret, 'group', 'varyable'), ['hidden', false])
  })

  test('fal’s own document becomes its form', ({ assert }) => {
    const document = read('fal-model.happy-horse-image-to-video.openapi.json')
    const schema = excerptOf(document, '#/components/schemas/HappyHorseImageToVideoInput')
    const parameters = parametersOf(schema)

    assert.deepEqual(
      parameters.map(({ name, type, required }) => `${name} ${type}${required ? '!' : ''}`),
      [
        'image_url file!',
        'prompt longtext',
        'resolution enum',
        'duration enum',
        'seed seed',
        'enable_safety_checker boolean',
      ]
    )
    assert.isUndefined(
      (schema as { components: { schemas: Record<string, Json> } }).components.schemas.VideoFile
    )
  }).skip(absent, 'shared/provider-specs is not here')

  test('Civitai’s inheritance is joined into one form', ({ assert }) => {
    const document = read('civitai-orchestration.swagger.json')
    const schema = excerptOf(document, '#/components/schemas/SdxlCreateImageGenInput')
    const parameters = new Map(parametersOf(schema).map((spec) => [spec.name, spec]))

    assert.isBelow(JSON.stringify(schema).length, 60_000)
    assert.containSubset(parameters.get('width'), { minimum: 64, maximum: 2048, default: 1024 })
    assert.containSubset(parameters.get('negativePrompt'), { type: 'longtext', nullable: true })
    assert.containSubset(parameters.get('operation'), { group: 'hidden', default: 'createImage' })
    assert.equal(parameters.get('sampleMethod')!.type, 'enum')
    assert.equal(parameters.get('quantity')!.role, 'count')
  }).skip(absent, 'shared/provider-specs is not here')

  test('OpenAI’s pictures have sizes as suggestions', ({ assert }) => {
    const document = read('openai-media-subset.openapi.json')
    const schema = excerptOf(document, '#/components/schemas/CreateImageRequest')
    const size = parametersOf(schema).find(({ name }) => name === 'size')!

    assert.equal(size.type, 'text')
    assert.include(
      size.options!.map(({ value }) => value),
      '1536x1024'
    )
  }).skip(absent, 'shared/provider-specs is not here')
})
