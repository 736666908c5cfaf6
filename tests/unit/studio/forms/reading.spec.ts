import { existsSync, readFileSync } from 'node:fs'
import { test } from '@japa/runner'
import { excerptOf } from '#studio/forms/json_schema'
import { parametersOf } from '#studio/forms/parameters'
import { checkParameters, readParameters } from '#studio/forms/reading'
import type { Json } from '#studio/providers/shapes'

const published = new URL('../../../../../shared/provider-specs/specs/', import.meta.url)
const absent = !existsSync(published)

/** What a form with these properties makes of what was typed. */
function reader(properties: Record<string, Json>, more: Record<string, Json> = {}) {
  const schema = { type: 'object', properties, ...more }
  const specs = parametersOf(schema)
  return (
    parameters: Record<string, unknown>,
    others: { vary?: Record<string, string>; further?: string } = {}
  ) => readParameters(specs, schema, { parameters, ...others })
}

const steps: Json = { type: 'integer', minimum: 1, maximum: 50 }

test.group('Forms | reading', () => {
  test('what was typed becomes what the parameter holds', ({ assert }) => {
    const read = reader({
      steps,
      cfg: { type: 'number' },
      tiling: { type: 'boolean' },
      duration: { enum: [5, 10] },
      image_size: {
        anyOf: [{ properties: { width: {}, height: {} } }, { enum: ['square', 'tall'] }],
      },
      image_url: { type: 'string' },
      image_urls: { type: 'array', items: { type: 'string' } },
      loras: { type: 'array', items: { type: 'object' } },
      caption: { type: 'string' },
    })

    const { values, errors, further } = read({
      steps: ' 20 ',
      cfg: '7.5',
      tiling: ['0', '1'],
      duration: '10',
      image_size: { preset: 'custom', width: '640', height: '480' },
      image_url: 'https://atelier.example/library/12',
      image_urls: '7\r\n\r\nhttps://example.com/a.png',
      loras: '[{"path": "a"}]',
      caption: 'two\r\nlines',
    })

    assert.deepEqual(errors, {})
    assert.isUndefined(further)
    assert.deepEqual(values, {
      steps: 20,
      cfg: 7.5,
      tiling: true,
      duration: 10,
      image_size: { width: 640, height: 480 },
      image_url: 'asset:12',
      image_urls: ['asset:7', 'https://example.com/a.png'],
      loras: [{ path: 'a' }],
      caption: 'two\nlines',
    })
  })

  test('an empty field is left to the model, but an emptied text is empty', ({ assert }) => {
    const read = reader({
      steps,
      negative: { type: 'string', default: 'ugly' },
      style: { type: 'string' },
    })

    assert.deepEqual(read({ steps: '', negative: '', style: '' }).values, { negative: '' })
    assert.deepEqual(read({}).values, {})
  })

  test('each mistake is told at its field, in words', ({ assert }) => {
    const read = reader(
      {
        steps,
        cfg: { type: 'number', exclusiveMinimum: 0 },
        width: { type: 'integer', multipleOf: 8 },
        format: { enum: ['png', 'webp'] },
        loras: {},
        title: { type: 'string' },
        scale: { type: 'number', multipleOf: 0.1 },
      },
      { required: ['title'] }
    )

    const { errors } = read({
      steps: '51',
      cfg: '0',
      width: '100',
      format: 'gif',
      loras: '[1',
      scale: '0.3',
    })

    assert.deepEqual(Object.keys(errors).sort(), [
      'cfg',
      'format',
      'loras',
      'steps',
      'title',
      'width',
    ])
    assert.equal(errors.steps, 'Choose a number from 1 to 50.')
    assert.equal(errors.cfg, 'This has to be more than 0.')
    assert.equal(errors.width, 'This has to be a multiple of 8.')
    assert.equal(errors.format, 'Choose one of png, webp.')
    assert.match(errors.loras, /^This is not JSON: /)
    assert.equal(errors.title, 'Fill this in.')
    assert.equal(
      read({ steps: '2.5', title: 'x' }).errors.steps,
      'Write a whole number, such as 20.'
    )
  })

  test('a template stands for a number until it is filled in', ({ assert }) => {
    const schema = { properties: { steps, format: { enum: ['png', 'webp'] } }, required: ['steps'] }
    const specs = parametersOf(schema)
    const typed = { parameters: { steps: '3', format: 'png' }, vary: { steps: '{20..60..20}' } }

    const { values, errors } = readParameters(specs, schema, typed)
    assert.deepEqual([values, errors], [{ steps: '{20..60..20}', format: 'png' }, {}])

    assert.deepEqual(checkParameters(specs, schema, { ...values, steps: '40' }).values, {
      steps: 40,
      format: 'png',
    })
    const wrong = checkParameters(specs, schema, { ...values, steps: '60' })
    assert.deepEqual(wrong.errors, { steps: 'Choose a number from 1 to 50.' })
    const odd = checkParameters(specs, schema, { ...values, steps: 'many' })
    assert.deepEqual(odd.errors, { steps: 'Write a whole number, such as 20.' })
  })

  test('what the page asks elsewhere is not missed here', ({ assert }) => {
    const schema = { properties: { prompt: { type: 'string' }, steps }, required: ['prompt'] }
    const specs = parametersOf(schema)
    const typed = { parameters: { steps: '3' } }

    assert.deepEqual(readParameters(specs, schema, typed, { elsewhere: ['prompt'] }).errors, {})
    assert.deepEqual(readParameters(specs, schema, typed).errors, { prompt: 'Fill this in.' })
  })

  test('unknown parameters survive, and have no second way in', ({ assert }) => {
    const read = reader({ steps }, { additionalProperties: false })

    assert.deepEqual(read({ steps: '3' }, { further: '{"style": {"film": 1}}' }).values, {
      style: { film: 1 },
      steps: 3,
    })
    assert.match(read({}, { further: '{"steps": 3}' }).further!, /has a field of its own/)
    assert.match(read({}, { further: '[1]' }).further!, /a JSON object/)
    assert.match(read({}, { further: '{' }).further!, /^This is not JSON/)
  })

  test('what leaves no choice is sent whatever was typed', ({ assert }) => {
    const read = reader({ engine: { enum: ['sdcpp'] } }, { required: ['engine'] })

    assert.deepEqual(read({ engine: 'other' }), { values: { engine: 'sdcpp' }, errors: {} })
  })

  test('the published schema has the last word where a field cannot say it', ({ assert }) => {
    const loras = { type: 'array', items: { type: 'object', required: ['path'] }, maxItems: 1 }
    const read = reader({ loras: loras as Json })

    assert.equal(read({ loras: '[{}]' }).errors.loras, 'At 0.path: Fill this in.')
    assert.equal(read({ loras: '[{"path":1},{"path":2}]' }).errors.loras, 'Give at most 1.')
  })

  test('a rule over several parameters is told beside the further ones', ({ assert }) => {
    const read = reader(
      { steps, cfg: { type: 'number' } },
      { dependentRequired: { steps: ['cfg'] } }
    )

    assert.match(read({ steps: '3' }).further!, /must have property cfg/)
  })

  test('OpenAPI 3.0’s ways are understood', ({ assert }) => {
    const read = reader(
      {
        cfg: { type: 'number', minimum: 0, exclusiveMinimum: true, nullable: true },
        ratio: { allOf: [{ $ref: '#/components/schemas/ratio' }], nullable: true },
      },
      { components: { schemas: { ratio: { type: 'string', enum: ['1:1', '3:2'] } } } }
    )

    assert.deepEqual(read({ cfg: '1', ratio: '3:2' }).errors, {})
    assert.deepEqual(read({ cfg: '0', ratio: '9:9' }).errors, {
      cfg: 'This has to be more than 0.',
      ratio: 'Choose one of 1:1, 3:2.',
    })
  })

  test('a schema from elsewhere can neither reach out nor hang us', ({ assert }) => {
    const started = performance.now()
    const hanging = reader({ code: { type: 'string', pattern: '^(a+)+$' } })
    assert.deepEqual(hanging({ code: 'a'.repeat(40) + '!' }).errors, {})
    assert.isBelow(performance.now() - started, 2000)

    const strict = reader({ code: { type: 'string', pattern: '^[a-z]+$' } })
    assert.match(strict({ code: '1' }).errors.code, /in the form/)

    const oddities: Json[] = [
      { $ref: 'https://example.com/schema.json' },
      { type: 'string', pattern: '[' },
      { type: 'string', minLength: 'process.exit()' },
      { $async: true, type: 'string', description: 'x'.repeat(600_000) },
    ]
    for (const odd of oddities) {
      assert.deepEqual(reader({ code: odd })({ code: '"a"' }).errors, {})
    }
  })

  test('names of objects’ own are no values', ({ assert }) => {
    const read = reader({ constructor: { type: 'string' }, default: { type: 'string' } })

    assert.deepEqual(read({}).values, {})
    assert.deepEqual(read({ default: 'x' }).values, { default: 'x' })
  })

  test('Civitai’s own document takes a proper request and refuses an odd one', ({ assert }) => {
    const document = JSON.parse(
      readFileSync(new URL('civitai-orchestration.swagger.json', published), 'utf8')
    )
    const schema = excerptOf(document, '#/components/schemas/SdxlCreateImageGenInput')
    const specs = parametersOf(schema)
    const model = 'urn:air:sdxl:checkpoint:civitai:101055@128078'
    const parameters = { model, prompt: 'a fox', steps: '25', cfgScale: '7' }

    const read = (more: object) =>
      readParameters(specs, schema, { parameters: { ...parameters, ...more } })

    assert.deepEqual(read({}).errors, {})
    assert.deepEqual(read({ steps: '151' }).errors, { steps: 'Choose a number from 1 to 150.' })
    assert.match(read({ model: '???' }).errors.model, /in the form/)
  }).skip(absent, 'shared/provider-specs is not here')
})
