import { createServer } from 'node:http'
import { once } from 'node:events'
import { mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import db from '@adonisjs/lucid/services/db'
import { stagingPath } from '#core/paths'
import ImportUploadsJob from '#library/jobs/import_uploads_job'
import Asset from '#library/models/asset'
import JobRun from '#queue/models/job_run'
import { type Cast, createCast } from '#tests/helpers/cast'
import { emptyDataFolders, emptyTables } from '#tests/helpers/database'
import { type Crafted, craftedFiles } from '#tests/helpers/files/crafted'
import { itemsOf, performNow } from '#tests/helpers/runs'

/** What a browser may show without asking; nothing of it can run. */
const inert =
  /^(image\/(jpeg|png|webp|gif|avif|bmp)|video\/(mp4|webm|quicktime|matroska|ogg)|audio\/(mpeg|mp4|wav|flac|ogg|aac))$/

const canary = 'what stands outside is nobody’s to read'
const everyNth = process.env.DEEP ? 1 : 12

test.group('Files made to do harm', (group) => {
  let cast: Cast
  group.each.timeout(600_000)
  group.each.setup(async () => {
    await emptyTables()
    await emptyDataFolders()
    cast = await createCast()
  })

  test('come to an end each, run nowhere, fetch nothing and read nothing', async ({
    client,
    assert,
  }) => {
    const bait = await layBait()
    const all = await craftedFiles(bait)
    const files = all.filter((_file, at) => at % everyNth === 0)

    const messages = await upload(client, files)
    const answers = await everythingServed(client)

    const { length: served } = answers
    console.log(`    ${files.length} files, ${served} answers, ${bait.fetched()} fetched outside`)
    assert.deepEqual(answers.filter(isActive), [])
    assert.equal(bait.fetched(), 0)
    assert.isFalse(await bait.wasRead(), 'the file outside was read')
    const everything = JSON.stringify([messages, await db.from('assets'), answers])
    assert.notInclude(everything, canary)
    assert.lengthOf(await readdir(stagingPath()), 0)
    const alive = await client.get('/library').loginAs(cast.editor)
    alive.assertStatus(200)
    await bait.remove()
  })

  /** Ten at a time, as a folder is dropped; answers what is said of those that were not taken. */
  async function upload(client: ApiClient, files: Crafted[]) {
    const said: (string | null)[] = []
    for (let from = 0; from < files.length; from += 10) {
      const request = client.post('/import').loginAs(cast.editor).withCsrfToken().redirects(0)
      for (const { name, bytes } of files.slice(from, from + 10))
        request.file('files', bytes, { filename: name })
      const response = await request
      response.assertStatus(302)
      const run = await JobRun.query().orderBy('id', 'desc').firstOrFail()
      const ended = await performNow(run, new ImportUploadsJob())
      if (ended.state !== 'succeeded') throw new Error(`${ended.state}: ${ended.error}`)
      for (const item of await itemsOf(ended)) said.push(item.message)
    }
    return said
  }

  /** Every address of every item that answers with bytes of it or of something made from it. */
  async function everythingServed(client: ApiClient) {
    const paths: string[] = []
    for (const { id } of await Asset.all()) {
      paths.push(`/library/${id}/original`, `/library/${id}/original?download=1`)
      paths.push(`/library/${id}/original?metadata=embedded`)
      paths.push(...[320, 640, 2048].map((size) => `/library/${id}/thumbnails/${size}`))
    }
    for (const { id, asset_id: asset } of await db.from('asset_chunks'))
      paths.push(`/library/${asset}/chunks/${id}`)
    const answers = []
    for (const path of paths) {
      const response = await client.get(path).loginAs(cast.editor)
      answers.push({
        path,
        status: response.status(),
        type: response.header('content-type') ?? '',
        disposition: response.header('content-disposition') ?? '',
        nosniff: response.header('x-content-type-options'),
        policy: response.header('content-security-policy') ?? '',
      })
    }
    return answers
  }
})

type Served = {
  status: number
  type: string
  disposition: string
  nosniff: string | undefined
  policy: string
}

/** Whether a browser could run something of it: shown inline, guessed at, or not shut in. */
function isActive({ status, type, disposition, nosniff, policy }: Served) {
  const isFile = status < 300
  const isGuarded = nosniff === 'nosniff' && policy.includes("default-src 'none'")
  if (!isGuarded) return true
  if (!isFile) return status >= 500
  const isSaved = disposition.startsWith('attachment')
  return !policy.includes('sandbox') || !(isSaved || inert.test(type))
}

/** A server that counts who comes, and a file that shows whether it was read. */
async function layBait() {
  let fetched = 0
  const server = createServer((_request, response) => {
    fetched++
    response.end()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const folder = await mkdtemp(join(tmpdir(), 'outside-'))
  const path = join(folder, 'canary.png')
  await writeFile(path, canary)
  /** A time of reading before that of writing is brought up to date by any reader. */
  const [longAgo, before] = [new Date(0), new Date('2026-01-01')]
  await utimes(path, longAgo, before)
  return {
    path,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/bait`,
    fetched: () => fetched,
    wasRead: async () => {
      const { atimeMs } = await stat(path)
      return atimeMs !== longAgo.getTime()
    },
    remove: async () => {
      server.close()
      await rm(folder, { recursive: true })
    },
  }
}
