import { createFalClient } from '@fal-ai/client'
import { test } from '@japa/runner'
import OpenAI, { toFile } from 'openai'
import Replicate, { validateWebhook } from 'replicate'
import { FakeFal } from '#tests/fakes/fal'
import { FakeOpenAi } from '#tests/fakes/openai'
import { FakeReplicate } from '#tests/fakes/replicate'

/** The providers' own clients complete a job against the fakes: what matters in them is right. */

test.group('Official clients', () => {
  test('@fal-ai/client orders and reads two pictures', async ({ assert, cleanup }) => {
    const fake = await new FakeFal().start()
    cleanup(() => fake.stop())
    const client = createFalClient({
      credentials: fake.key,
      suppressLocalCredentialsWarning: true,
      fetch: (input, init) => fetch(atHome(String(input), fake.url), init),
    })
    const logs: string[] = []
    const { data, requestId } = await client.subscribe('fal-ai/flux/dev', {
      input: { prompt: 'a red fox', num_images: 2 },
      logs: true,
      pollInterval: 5,
      onQueueUpdate: (update) => {
        if (update.status === 'IN_PROGRESS') logs.push(...update.logs.map(({ message }) => message))
      },
    })

    assert.lengthOf(data.images, 2)
    assert.equal(requestId, fake.jobs.all[0].id)
    assert.match(logs[0], /14\/28/)
    assert.equal(fake.paidPosts, 1)
  })

  test('replicate runs a model, and believes the signature of a webhook', async ({
    assert,
    cleanup,
  }) => {
    const fake = await new FakeReplicate().start()
    cleanup(() => fake.stop())
    const client = new Replicate({ auth: fake.key, baseUrl: fake.url, useFileOutput: false })
    const output = await client.run('black-forest-labs/flux-schnell', {
      input: { prompt: 'a red fox', num_outputs: 2 },
      wait: { mode: 'poll', interval: 5 },
    })

    assert.lengthOf(output as string[], 2)
    assert.equal(fake.paidPosts, 1)

    const { key } = await client.webhooks.default.secret.get()
    const { headers, rawBody } = fake.webhook(fake.jobs.all[0])
    const signed = {
      id: headers['webhook-id'],
      timestamp: headers['webhook-timestamp'],
      signature: headers['webhook-signature'],
      body: rawBody.toString(),
      secret: key,
    }
    assert.isTrue(await validateWebhook(signed))
    assert.isFalse(await validateWebhook({ ...signed, body: `${signed.body} ` }))
  })

  test('openai draws two pictures, changes one, and makes a film', async ({ assert, cleanup }) => {
    const fake = await new FakeOpenAi().start()
    cleanup(() => fake.stop())
    const client = new OpenAI({ apiKey: fake.key, baseURL: fake.baseUrl, maxRetries: 0 })
    const prompt = 'a red fox'
    const drawn = await client.images.generate({ model: 'gpt-image-1', prompt, n: 2 })
    const image = await toFile(Buffer.from(drawn.data![0].b64_json!, 'base64'), 'fox.png')
    const changed = await client.images.edit({ model: 'gpt-image-1', prompt, image: [image] })
    const film = await client.videos.create({ model: 'sora-2', prompt })
    const looks = [film.status]
    while (looks.at(-1) !== 'completed' && looks.length < 5) {
      const { status } = await client.videos.retrieve(film.id)
      looks.push(status)
    }

    assert.lengthOf(drawn.data!, 2)
    assert.isNotEmpty(drawn.data![0].b64_json)
    assert.lengthOf(changed.data!, 1)
    assert.deepEqual(looks, ['queued', 'queued', 'in_progress', 'completed'])
    assert.equal(fake.paidPosts, 3)
  })
})

function atHome(address: string, home: string) {
  const { pathname, search } = new URL(address)
  return home + pathname + search
}
