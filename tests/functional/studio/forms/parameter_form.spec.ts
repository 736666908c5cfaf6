import { test } from '@japa/runner'
import edge from 'edge.js'
import { parameterForm } from '#studio/forms/fields'
import { parametersOf } from '#studio/forms/parameters'
import type { Json } from '#studio/providers/shapes'

const specs = parametersOf({
  properties: {
    prompt: { type: 'string' },
    image_url: { type: 'string', description: 'The first <b>frame</b>.' },
    image_size: {
      anyOf: [{ properties: { width: {}, height: {} } }, { enum: ['square', 'tall'] }],
      default: 'tall',
    },
    seed: { type: 'integer' },
    steps: { type: 'integer', minimum: 1, maximum: 50, default: 20 },
    tiling: { type: 'boolean', default: true },
    format: { enum: ['png', 'webp'] },
    loras: { type: 'array', items: { type: 'object' } },
  },
})

const draw = (values: Record<string, Json>, problems = { errors: {} }) =>
  edge.render('components/parameter_form', {
    form: parameterForm(specs, values, problems, { elsewhere: ['prompt'] }),
  })

/** The tag that has this attribute. */
function tagWith(html: string, attribute: string) {
  return html.match(new RegExp(`<[^>]*${attribute.replace(/[[\]]/g, '\\$&')}[^>]*>`))?.[0] ?? ''
}

test.group('Forms | drawing', () => {
  test('a new form holds the model’s defaults', async ({ assert }) => {
    const html = await draw({})

    assert.include(tagWith(html, 'id="parameter-steps"'), 'value="20"')
    assert.include(tagWith(html, 'id="parameter-steps"'), 'max="50"')
    assert.include(tagWith(html, 'id="parameter-tiling"'), 'checked')
    assert.match(html, /value="tall" selected/)
    assert.include(html, '1 to 50.')
    assert.notInclude(html, 'parameters[prompt]')
  })

  test('what a provider writes is text, and every control has a label', async ({ assert }) => {
    const html = await draw({})

    assert.include(html, 'The first &lt;b&gt;frame&lt;/b&gt;.')
    const controls = [...html.matchAll(/<(?:input|select|textarea)(?![^>]*hidden)[^>]*>/g)]
    assert.isAbove(controls.length, 10)
    for (const [tag] of controls) {
      const id = tag.match(/id="([^"]+)"/)![1]
      assert.include(html, `for="${id}"`)
    }
  })

  test('a draft is shown as it was left, its templates apart from its values', async ({
    assert,
  }) => {
    const html = await draw({
      steps: '{20..40..10}',
      format: 'webp',
      image_size: { width: 640, height: 480 },
      loras: [{ path: 'a' }],
      style: 'film',
    })

    assert.include(tagWith(html, 'id="parameter-steps-vary"'), 'value="{20..40..10}"')
    assert.include(tagWith(html, 'id="parameter-steps"'), 'value="20"')
    assert.match(html, /value="webp" selected/)
    assert.include(tagWith(html, 'name="parameters[image_size][width]"'), 'value="640"')
    assert.match(html, /&quot;path&quot;: &quot;a&quot;/)
    assert.match(html, /&quot;style&quot;: &quot;film&quot;/)
  })

  test('an error stands at its field, where it can be seen', async ({ assert }) => {
    const html = await draw({}, { errors: { steps: 'Choose a number from 1 to 50.' } })

    assert.include(tagWith(html, 'id="parameter-steps"'), 'aria-invalid="true"')
    assert.include(html, 'Choose a number from 1 to 50.')
    assert.match(html, /<details class="parameters" open/)
  })

  test('the error of a template stands at the template', async ({ assert }) => {
    const html = await draw({ steps: '{1..' }, { errors: { steps: 'Not closed.' } })

    assert.include(tagWith(html, 'id="parameter-steps-vary"'), 'aria-invalid="true"')
    assert.notInclude(tagWith(html, 'id="parameter-steps"'), 'aria-invalid')
  })
})
