import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { inProject, node24, run } from './project.js'
import { installPackages } from './system_packages.js'

/**
 * Installs what package-lock.json asks for, if node_modules holds anything else.
 * In two steps: the packages, then their programs, because sqlite3 may have to be
 * compiled and finds the C headers for it in the package `node`.
 */
export function ensurePackages() {
  if (!isInstalled()) {
    console.log('Installing the packages …')
    run(
      'npm',
      ['ci', '--ignore-scripts', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'],
      {
        sentence: 'The packages could not be installed: see the lines above.',
      }
    )
  }
  if (!isBuilt()) buildPrograms()
}

/** Compares the lock with the one npm keeps of what it has installed. */
function isInstalled() {
  const installed = readLock('node_modules/.package-lock.json')
  if (!installed) return false
  return Object.entries(readLock('package-lock.json').packages).every(([path, wanted]) => {
    if (path === '') return true
    const found = installed.packages[path]
    return found ? found.version === wanted.version : Boolean(wanted.optional || wanted.peer)
  })
}

const sqlite = inProject('node_modules', 'sqlite3', 'build', 'Release', 'node_sqlite3.node')
const isBuilt = () => existsSync(node24) && existsSync(sqlite)

function buildPrograms() {
  console.log(
    'Preparing Node 24 and SQLite; where SQLite has to be compiled this takes two minutes …'
  )
  run('npm', ['rebuild', 'node', '--no-audit'], {
    sentence: 'Node 24 could not be installed: see the lines above.',
  })
  if (rebuildSqlite()) return

  installPackages(
    missingTools(),
    'SQLite has to be compiled on this machine, which needs a compiler'
  )
  if (!rebuildSqlite()) throw new Error('SQLite could not be compiled: see the lines above.')
}

function rebuildSqlite() {
  const headers = inProject(
    'node_modules',
    'node',
    'node_modules',
    `node-${process.platform}-${process.arch}`
  )
  const env = existsSync(join(headers, 'include')) ? { npm_config_nodedir: headers } : {}
  try {
    run('npm', ['rebuild', 'sqlite3', '--no-audit'], { sentence: 'failed', env })
    return existsSync(sqlite)
  } catch {
    return false
  }
}

/** What of a compiler is not there yet; all of it where that cannot be told. */
function missingTools() {
  const missing = ['python3', 'make', 'g++'].filter(
    (tool) => spawnSync(tool, ['--version']).status !== 0
  )
  if (missing.length === 0) throw new Error('SQLite could not be compiled: see the lines above.')
  return missing
}

function readLock(path) {
  if (!existsSync(inProject(path))) return undefined
  return JSON.parse(readFileSync(inProject(path), 'utf8'))
}
