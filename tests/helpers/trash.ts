import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import app from '@adonisjs/core/services/app'
import db from '@adonisjs/lucid/services/db'
import { originalsPath, trashPath } from '#core/paths'
import { sha256Of } from '#library/importing/placing'
import type Asset from '#library/models/asset'
import { locateOriginal } from '#library/originals'
import type { ManifestLine } from '#trash/manifest'

export async function filesBelow(root: string): Promise<string[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
}

/** The hashes of everything that lies among the originals, in the trash and in these folders. */
export async function contents(...folders: string[]): Promise<string[]> {
  const roots = [originalsPath(), trashPath(), ...folders]
  const paths = await Promise.all(roots.map(filesBelow))
  return Promise.all(paths.flat().filter(isFile).map(sha256Of))
}

const isFile = (path: string) => !path.endsWith('.jsonl')

/** What lies where the asset says its file is. */
export async function hashOfOriginal(asset: Asset) {
  const located = await locateOriginal(asset)
  return located && sha256Of(located.path).catch(() => null)
}

/** Every line of every day's manifest; a line that cannot be read is an error. */
export async function manifestLines(): Promise<ManifestLine[]> {
  const all = await filesBelow(trashPath())
  const paths = all.filter((path) => !isFile(path))
  const texts = await Promise.all(paths.map((path) => readFile(path, 'utf8')))
  return texts.flatMap((text) =>
    text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
  )
}

/** Files in the trash that no manifest speaks of, lines about files that are not there, and lines written twice. */
export async function manifestErrors() {
  const lines = await manifestLines()
  const last = new Map(lines.map((line) => [line.file, line.event]))
  const paths = await filesBelow(trashPath())
  const files = paths.filter(isFile).map((path) => path.split('/').at(-1)!)
  const unnamed = files.filter((file) => last.get(file) !== 'trashed')
  const untrue = [...last].filter(([file, event]) => event === 'trashed' && !files.includes(file))
  const twice = lines.filter(
    (line, index) =>
      lines.slice(0, index).findLast(({ file }) => file === line.file)?.event === line.event
  )
  return unnamed.length + untrue.length + twice.length
}

/** Work that is still to be done on files. */
export async function openWork() {
  return [...(await db.from('trash_moves')), ...(await db.from('trash_leftovers'))]
}

export async function copiesOf({ sha256 }: Asset) {
  const all = await contents()
  return all.filter((each) => each === sha256)
}

export type Verb = 'trash' | 'restore' | 'purge'

/** Does it in a process of its own, killed at a fail point. Answers the signal the process died of, or its exit code. */
export async function act(verb: Verb, assetId: number, userId: number, point = '') {
  const [name, how] = point.split(' ')
  const mode = how?.startsWith('throw:') ? how : 'kill'
  const copying = how === 'across' || name === 'trash.mid_copy' ? 'trash.link=throw:EXDEV,' : ''
  const script = app.makePath('tests/helpers/trash_child.ts')
  const child = spawn(
    process.execPath,
    ['--import', './bin/typescript.js', script, verb, String(assetId), String(userId)],
    {
      cwd: app.makePath(),
      env: { ...process.env, FAILPOINTS: name && `${copying}${name}=${mode}` },
      stdio: 'inherit',
    }
  )
  const [code, signal] = await once(child, 'exit')
  return signal ?? code
}
