import { createHash } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@japa/runner'
import { closeDecoder, decode } from '#library/decoding/decoder'
import { DecoderProcess } from '#library/decoding/decoder_process'
import { png } from '#tests/helpers/pictures'

test.group('The decoder', (group) => {
  let folder: string
  group.each.setup(async () => {
    await closeDecoder()
    folder = await mkdtemp(join(tmpdir(), 'atelier-decoder-'))
    return async () => {
      delete process.env.FAILPOINTS
      await closeDecoder()
      await rm(folder, { recursive: true, force: true })
    }
  })

  test('a file that kills it is known all the same, with the reason', async ({ assert }) => {
    process.env.FAILPOINTS = 'decoder.after_open=kill'
    const bytes = await png(1)
    await writeFile(join(folder, 'a.png'), bytes)
    const decoded = await decode(join(folder, 'a.png'), 'a.png')
    assert.include(decoded, {
      kind: 'image',
      mime: 'image/png',
      size: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      brokenReason: 'not decoded: the decoder crashed (SIGKILL)',
    })
  })

  test('being stopped is no verdict on a file', async ({ assert }) => {
    process.env.FAILPOINTS = 'decoder.after_open=delay:60000'
    await writeFile(join(folder, 'a.png'), await png(1))
    const decoder = new DecoderProcess(() => {})
    const task = { verb: 'decode' as const, path: join(folder, 'a.png'), name: 'a.png' }
    const failing = assert.rejects(() => decoder.perform(task), /it was stopped/)
    await decoder.end()
    await failing
  })

  test('tells its end once, whatever it fails of', async ({ assert }) => {
    let ends = 0
    const decoder = new DecoderProcess(() => ends++)
    await decoder.end()
    await assert.rejects(() => decoder.perform({ verb: 'measure', path: folder }))
    assert.equal(ends, 1)
  })
})
