import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@japa/runner'
import { openLogFile } from '#core/log_file'

test.group('The log', (group) => {
  let folder: string
  let path: string
  group.each.setup(async () => {
    folder = await mkdtemp(join(tmpdir(), 'atelier-log-'))
    path = join(folder, 'logs/atelier.log')
    return () => rm(folder, { recursive: true, force: true })
  })
  const lines = async (name: string) => {
    const text = await readFile(name, 'utf8')
    return text.trimEnd().split('\n')
  }
  const always = { bytes: 20, milliseconds: 0 }

  test('is put aside while it is written, and the one before goes', async ({ assert }) => {
    const log = openLogFile(path, always)
    for (let line = 1; line <= 8; line++) log.write(`line number ${line}\n`)
    assert.deepEqual(await lines(path), ['line number 7', 'line number 8'])
    assert.deepEqual(await lines(`${path}.1`), ['line number 5', 'line number 6'])
    assert.lengthOf(await readdir(join(folder, 'logs')), 2)
  })

  test('is one for several processes, whichever puts it aside', async ({ assert }) => {
    const [one, other] = [openLogFile(path, always), openLogFile(path, always)]
    one.write('a line of one\n')
    other.write('a line of other\n')
    one.write('the first of the new log\n')
    other.write('the first of the next\n')
    assert.deepEqual(await lines(path), ['the first of the next'])
    assert.deepEqual(await lines(`${path}.1`), ['the first of the new log'])
  })

  test('that cannot be written fails nobody, and goes on when it can', async ({ assert }) => {
    await writeFile(join(folder, 'logs'), 'in the way')
    const log = openLogFile(path, always)
    log.write('lost\n')
    await rm(join(folder, 'logs'))
    log.write('kept\n')
    assert.deepEqual(await lines(path), ['kept'])
  })
})
