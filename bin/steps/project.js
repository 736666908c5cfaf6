import { spawnSync } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder of the project. Everything in bin/*.js runs on Node 18 and needs no package. */
export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
export const inProject = (...parts) => join(root, ...parts)

/** Node 24, which the packages bring along; AdonisJS does not run on an older one. */
export const node24 = inProject('node_modules', '.bin', 'node')
export const typescript = ['--import', './bin/typescript.js']

/**
 * How web and worker run. sharp and SQLite share libuv's threads: with the usual four, decoding
 * starves the database. Each of the sixteen would keep a heap of its own; two serve all. V8 would
 * let its young objects fill 100 MB on a large machine, and old ones wait there until they are four
 * times what is in use, which makes nothing faster here.
 */
export const productionEnv = {
  NODE_ENV: 'production',
  UV_THREADPOOL_SIZE: '16',
  MALLOC_ARENA_MAX: '2',
  NODE_OPTIONS:
    `${process.env.NODE_OPTIONS ?? ''} --max-semi-space-size=16 --max-old-space-size=768`.trim(),
}

/** The environment for the project's own programs: the packages' commands come first. */
export function projectEnv(extra) {
  return {
    ...process.env,
    PATH: `${inProject('node_modules', '.bin')}:${process.env.PATH}`,
    ...extra,
  }
}

/** Runs a command in the project's folder and throws where it fails. */
export function run(command, args, { sentence, env, stdio = 'inherit' }) {
  const result = spawnSync(command, args, {
    cwd: root,
    stdio,
    env: projectEnv(env),
    encoding: 'utf8',
  })
  if (result.status !== 0) throw new Error(sentence, { cause: result })
  return result
}
