import { createHash } from 'node:crypto'
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { inProject, node24, run } from './project.js'

const stamp = inProject('public', 'assets', '.built-from')
const sources = ['resources/css', 'resources/js', 'vite.config.ts', 'package-lock.json']

/** Builds styles and scripts with Vite, if they differ from what the last build was made of. */
export function ensureFrontEnd() {
  const wanted = hash()
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  console.log('Building the front end …')
  run(
    node24,
    [inProject('node_modules', 'vite', 'bin', 'vite.js'), 'build', '--logLevel', 'warn'],
    {
      sentence: 'The front end could not be built: see the lines above.',
    }
  )
  writeFileSync(stamp, wanted)
}

function hash() {
  const sum = createHash('sha256')
  for (const source of sources) {
    for (const file of filesOf(source)) sum.update(file).update(readFileSync(inProject(file)))
  }
  return sum.digest('hex')
}

function filesOf(path) {
  if (!existsSync(inProject(path))) return []
  if (path.includes('.')) return [path]
  return readdirSync(inProject(path), { withFileTypes: true })
    .sort((one, other) => (one.name < other.name ? -1 : 1))
    .flatMap((entry) =>
      entry.isDirectory() ? filesOf(join(path, entry.name)) : [join(path, entry.name)]
    )
}
