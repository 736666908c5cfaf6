import { rm } from 'node:fs/promises'
import { test } from '@japa/runner'
import sharp from 'sharp'
import { originalsPath } from '#core/paths'
import { makeDerivative } from '#library/derivatives/making'
import { importBytes } from '#tests/helpers/arrivals'
import { type Cast, createCast } from '#tests/helpers/cast'
import { emptyDataFolders, emptyTables } from '#tests/helpers/database'
import { jpeg, png } from '#tests/helpers/pictures'

test.group('Files to the browser', (group) => {
  let cast: Cast
  group.each.setup(async () => {
    await emptyTables()
    await emptyDataFolders()
    cast = await createCast()
  })

  test('the thumbnail is a WebP, kept by the browser for good under its version', async ({
    client,
    assert,
  }) => {
    const asset = await importBytes(await jpeg(1, 800, 600), 'a.jpg', { owner: cast.owner })
    const url = `/library/${asset.id}/thumbnails/320?v=${asset.sha256.slice(0, 8)}`
    const response = await client.get(url).loginAs(cast.viewer)

    response.assertStatus(200)
    response.assertHeader('content-type', 'image/webp')
    response.assertHeader('cache-control', 'private, max-age=31536000, immutable')
    response.assertHeader('x-content-type-options', 'nosniff')
    response.assertHeader('content-security-policy', "default-src 'none'; sandbox")
    const { width, height } = await sharp(response.body()).metadata()
    assert.deepEqual([width, height], [320, 240])

    const again = await client
      .get(url)
      .loginAs(cast.viewer)
      .header('If-None-Match', response.header('etag')!)
    again.assertStatus(304)
  })

  test('a larger one is shown small until it is made', async ({ client, assert }) => {
    const asset = await importBytes(await jpeg(2, 800, 600), 'a.jpg', { owner: cast.owner })
    const url = `/library/${asset.id}/thumbnails/640?v=${asset.sha256.slice(0, 8)}`
    const early = await client.get(url).loginAs(cast.viewer)
    early.assertHeader('cache-control', 'no-store')
    early.assertHeader('x-thumbnail-pending', '640')
    assert.equal(await widthOf(early.body()), 320)

    await makeDerivative(asset, 640)
    const later = await client.get(url).loginAs(cast.viewer)
    later.assertHeader('cache-control', 'private, max-age=31536000, immutable')
    assert.equal(await widthOf(later.body()), 640)
  })

  test('nothing larger is promised of a small picture', async ({ client, assert }) => {
    const asset = await importBytes(await png(3), 'a.png', { owner: cast.owner })
    const response = await client.get(`/library/${asset.id}/thumbnails/2048`).loginAs(cast.viewer)
    response.assertStatus(200)
    assert.isUndefined(response.header('x-thumbnail-pending'))
  })

  test('what has no preview says so', async ({ client }) => {
    const asset = await importBytes(Buffer.from('nonsense'), 'a.png', { owner: cast.owner })
    const response = await client.get(`/library/${asset.id}/thumbnails/320`).loginAs(cast.viewer)
    response.assertStatus(404)
    response.assertTextIncludes('no image of a known type')
  })

  test('the original comes as it was, under its own name', async ({ client, assert }) => {
    const bytes = await jpeg(4)
    const asset = await importBytes(bytes, 'trip/狐 "1".jpg', { owner: cast.owner })
    const shown = await client.get(`/library/${asset.id}/original`).loginAs(cast.viewer)
    assert.deepEqual(shown.body(), bytes)
    assert.match(shown.header('content-disposition')!, /^inline/)

    const saved = await client.get(`/library/${asset.id}/original?download=1`).loginAs(cast.viewer)
    assert.equal(
      saved.header('content-disposition'),
      `attachment; filename="? \\"1\\".jpg"; filename*=UTF-8''%E7%8B%90%20%221%22.jpg`
    )
  })

  test('a part of it can be asked for', async ({ client, assert }) => {
    const bytes = await jpeg(5)
    const asset = await importBytes(bytes, 'a.jpg', { owner: cast.owner })
    const url = `/library/${asset.id}/original`
    const part = await client.get(url).loginAs(cast.viewer).header('Range', 'bytes=2-5')
    part.assertStatus(206)
    part.assertHeader('content-range', `bytes 2-5/${bytes.length}`)
    assert.deepEqual(part.body(), bytes.subarray(2, 6))

    const beyond = await client.get(url).loginAs(cast.viewer).header('Range', 'bytes=99999999-')
    beyond.assertStatus(416)
  })

  test('a drawing is never shown as a page', async ({ client }) => {
    const svg =
      '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>1</script></svg>'
    const asset = await importBytes(Buffer.from(svg), 'a.svg', { owner: cast.owner })
    const response = await client.get(`/library/${asset.id}/original`).loginAs(cast.viewer)
    response.assertHeader('content-type', 'image/svg+xml')
    response.assertHeader('content-disposition', 'attachment; filename="a.svg"')
    response.assertHeader('content-security-policy', "default-src 'none'; sandbox")
  })

  test('a missing original is gone, not an error', async ({ client }) => {
    const asset = await importBytes(await png(6), 'a.png', { owner: cast.owner })
    await rm(originalsPath(asset.path))
    const response = await client.get(`/library/${asset.id}/original`).loginAs(cast.viewer)
    response.assertStatus(410)
  })

  test('a stranger finds nothing of what is private', async ({ client }) => {
    const asset = await importBytes(await png(7), 'a.png', {
      owner: cast.owner,
      visibility: 'private',
    })
    for (const path of ['thumbnails/320', 'original']) {
      const response = await client.get(`/library/${asset.id}/${path}`).loginAs(cast.stranger)
      response.assertStatus(404)
      const anonymous = await client.get(`/library/${asset.id}/${path}`).redirects(0)
      anonymous.assertStatus(302)
    }
  })

  test('odd sizes and ids are refused', async ({ client }) => {
    for (const path of ['1/thumbnails/321', 'x/thumbnails/320', 'x/original', '99/original']) {
      const response = await client.get(`/library/${path}`).loginAs(cast.viewer)
      response.assertStatus(404)
    }
  })
})

async function widthOf(webp: Buffer) {
  const { width } = await sharp(webp).metadata()
  return width
}
