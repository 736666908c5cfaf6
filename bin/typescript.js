import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { createRequire, enableCompileCache, registerHooks } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * Lets Node run the project's TypeScript: `node --import ./bin/typescript.js`. What the
 * compiler made is kept in node_modules/.cache, each file beside the hash of what it was
 * made of, so that only the first start loads the compiler; and it is done in this thread,
 * where a loader with a thread of its own would cost every process 80 MB.
 */
const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const cache = join(root, 'node_modules', '.cache', 'atelier')
const require = createRequire(import.meta.url)

/** What makes other code of the same source. */
const options = {
  sourceMaps: true,
  module: { type: 'es6' },
  jsc: {
    target: 'esnext',
    parser: { syntax: 'typescript', decorators: true, dynamicImport: true },
    transform: { decoratorMetadata: true, legacyDecorator: true },
    experimental: { keepImportAttributes: true },
    keepClassNames: true,
  },
}
const version = [JSON.stringify(options), require('@swc/core/package.json').version].join()

process.setSourceMapsEnabled(true)
enableCompileCache(join(cache, 'v8'))
registerHooks({ resolve, load })

/** Imports name the .js that would come of a .ts. */
function resolve(specifier, context, next) {
  try {
    return next(specifier, context)
  } catch (error) {
    if (error.code !== 'ERR_MODULE_NOT_FOUND' || !error.url?.includes('.js')) throw error
    try {
      return next(error.url.replace(/\.js(?=$|\?)/, '.ts'), context)
    } catch {
      throw error
    }
  }
}

function load(url, context, next) {
  if (!url.startsWith('file:') || !/\.ts($|\?)/.test(url)) return next(url, context)
  return { format: 'module', source: compiled(fileURLToPath(url)), shortCircuit: true }
}

function compiled(path) {
  const source = readFileSync(path, 'utf8')
  const key = `//${hash(version + path + source)}\n`
  const kept = join(cache, `${hash(path)}.js`)
  const found = read(kept)
  if (found?.startsWith(key)) return found
  const code = key + compile(path, source)
  keep(kept, code)
  return code
}

function compile(path, source) {
  const { code, map } = require('@swc/core').transformSync(source, { filename: path, ...options })
  const lines = JSON.stringify({ ...JSON.parse(map), mappings: `;${JSON.parse(map).mappings}` })
  const url = `data:application/json;base64,${Buffer.from(lines).toString('base64')}`
  return `${code}\n//# sourceMappingURL=${url}`
}

/** Two processes may write the same; where nothing can be written, every start compiles. */
function keep(path, code) {
  const unfinished = `${path}.${process.pid}`
  try {
    mkdirSync(cache, { recursive: true })
    writeFileSync(unfinished, code)
    renameSync(unfinished, path)
  } catch {}
}

function read(path) {
  try {
    return readFileSync(path, 'utf8')
  } catch {}
}

function hash(text) {
  return createHash('sha256').update(text).digest('hex')
}
