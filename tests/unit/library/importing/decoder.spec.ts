import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { test } from '@japa/runner'
import { closeDecoder, decode, decoderProcessId } from '#library/decoding/decoder'
import { findProgram } from '#library/decoding/programs'
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
    const failing = assert.rejects(() => decoder.perform(taskOf(folder)), /it was stopped/)
    await decoder.end()
    await failing
  })

  test('tells with its code why a thumbnail could not be kept', async ({ assert }) => {
    await writeFile(join(folder, 'a.png'), await png(1))
    const decoder = new DecoderProcess(() => {})
    const task = { ...taskOf(folder), derivatives: join(folder, 'a.png') }
    const error = await decoder.perform(task).catch((reason: NodeJS.ErrnoException) => reason)
    assert.include(error, { code: 'ENOTDIR' })
    await decoder.end()
  })

  test('its programs read the file that was looked at, whatever takes its place', async ({
    assert,
  }) => {
    const [root, path] = [join(folder, 'root'), join(folder, 'root/in/a.bmp')]
    for (const [place, width] of [
      ['root/in', 8],
      ['outside', 16],
    ] as const) {
      await mkdir(join(folder, place), { recursive: true })
      await writeFile(join(folder, place, 'a.bmp'), bmp(width))
    }
    process.env.FAILPOINTS = 'decoder.after_open=delay:1000'
    await decode(join(folder, 'outside/a.bmp'), 'warm.bmp')
    const decoding = decode(path, 'a.bmp', undefined, root)
    await delay(500)
    await rename(join(root, 'in'), join(folder, 'away'))
    await symlink(join(folder, 'outside'), join(root, 'in'))
    const decoded = await decoding
    assert.equal(decoded.picture?.width, 8)
  }).skip(!findProgram('ffmpeg') && !findProgram('magick'), 'no program for BMP is installed')

  test('is begun anew before its memory has grown, and owes no answer then', async ({ assert }) => {
    await writeFile(join(folder, 'a.txt'), 'small')
    const names = Array.from({ length: 2_050 }, (_, at) => `${at}.txt`)
    await decode(join(folder, 'a.txt'), 'a.txt')
    const first = decoderProcessId()
    const decoded = await Promise.all(names.map((name) => decode(join(folder, 'a.txt'), name)))
    assert.lengthOf(
      decoded.filter(({ size, brokenReason }) => size === 5 && !brokenReason),
      2_050
    )
    assert.notEqual(decoderProcessId(), first)
    while (isAlive(first!)) await delay(20)
  })

  test('tells its end once, whatever it fails of', async ({ assert }) => {
    let ends = 0
    const decoder = new DecoderProcess(() => ends++)
    await decoder.end()
    await assert.rejects(() => decoder.perform({ verb: 'measure', path: folder }))
    assert.equal(ends, 1)
  })
})

const taskOf = (folder: string) => ({
  verb: 'decode' as const,
  path: join(folder, 'a.png'),
  name: 'a.png',
  derivatives: join(folder, 'derivatives'),
})

function isAlive(pid: number) {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

/** A blank picture of 24 bits. */
function bmp(width: number) {
  const head = Buffer.alloc(54)
  head.write('BM')
  head.writeUInt32LE(54 + width * width * 3, 2)
  head.writeUInt32LE(54, 10)
  head.writeUInt32LE(40, 14)
  head.writeInt32LE(width, 18)
  head.writeInt32LE(width, 22)
  head.writeUInt16LE(1, 26)
  head.writeUInt16LE(24, 28)
  return Buffer.concat([head, Buffer.alloc(width * width * 3, 99)])
}
