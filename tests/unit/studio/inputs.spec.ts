import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { closeDecoder } from '#library/decoding/decoder'
import type Asset from '#library/models/asset'
import OrderAttempt from '#studio/models/order_attempt'
import { placeOrder } from '#studio/ordering/placing'
import { type Peer, peers, type RunningPeer } from '#tests/fakes/peers'
import { importBytes } from '#tests/helpers/arrivals'
import { type Cast, createCast } from '#tests/helpers/cast'
import { emptyDataFolders, emptyTables } from '#tests/helpers/database'
import { accountAt, createStudioProject, draftAt, workOff } from '#tests/helpers/orders'
import { png } from '#tests/helpers/pictures'

const named = (name: string) => peers.find((peer) => peer.name === name)!

/** Orders whose picture of the library travels inside them. */
test.group('A picture given along', (group) => {
  let cast: Cast
  let bytes: Buffer
  let asset: Asset
  let fake: RunningPeer
  group.each.timeout(30_000)
  group.each.setup(async () => {
    await emptyTables()
    await emptyDataFolders()
    cast = await createCast()
    bytes = await png(1)
    asset = await importBytes(bytes, 'fox.png', { owner: cast.editor, visibility: 'private' })
    return () => fake.server.stop()
  })
  group.teardown(closeDecoder)

  async function place(peer: Peer) {
    fake = await peer.start()
    const account = await accountAt(peer, fake)
    const project = await createStudioProject(cast.editor)
    return placeOrder(await draftAt(peer, account, project, cast.editor))
  }
  const withPicture = (peer: Peer, ref: string, input: string): Peer => {
    const { model, parameters } = peer.request
    const request = { parameters: { ...parameters, [input]: `asset:${asset.id}` } }
    return { ...peer, request: { ...request, model: { ...model, ref: ref || model.ref } } }
  }
  const dataUri = () => `data:image/png;base64,${bytes.toString('base64')}`

  test('is sent whole, and kept as the item it was and a hash', async ({ assert }) => {
    const img2img = 'img2img/fox.safetensors [0123456789]'
    const order = await place(withPicture(named('a1111'), img2img, 'init_image'))
    await workOff(order)

    assert.equal(order.state, 'succeeded')
    const [sent] = fake.server.requestsTo(/^POST \/sdapi\/v1\/img2img$/)
    assert.deepEqual(sent.json.init_images, [dataUri()])
    const { request } = await OrderAttempt.firstOrFail()
    assert.include(request.init_image, { asset: asset.id })
    const row = await db.from('order_attempts').firstOrFail()
    assert.notInclude(JSON.stringify(row), bytes.toString('base64').slice(0, 40))
  })

  test('is known again by its hash where the answer to the order was lost', async ({ assert }) => {
    const peer = withPicture(named('fal'), '', 'image_url')
    const order = await place(peer)
    fake.server.misbehave(peer.submitting, { is: 'reset', accepted: true })
    await workOff(order)

    assert.equal(order.state, 'succeeded')
    assert.lengthOf(fake.jobs.all, 1)
    assert.equal(fake.jobs.all[0].input.image_url, dataUri())
  })

  test('another picture is not taken for it', async ({ assert }) => {
    const peer = withPicture(named('fal'), '', 'image_url')
    const order = await place(peer)
    fake.server.misbehave(peer.submitting, { is: 'reset', accepted: false })
    const { parameters } = peer.request
    fake.jobs.add('fal-ai/flux/dev', { ...parameters, image_url: 'data:image/png;base64,AAAA' })
    await workOff(order)

    assert.equal(order.state, 'failed')
  })
})
