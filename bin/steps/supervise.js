import { spawn } from 'node:child_process'
import { projectEnv, root } from './project.js'

const stopMilliseconds = 10_000
const steadyMilliseconds = 60_000
const slowestRestartMilliseconds = 30_000
/** What bin/failure.ts ends with when a setting is wrong: trying again would not help. */
const refused = 78

/**
 * Keeps the parts running until a signal comes or one of them cannot go on. A part is
 * { name, command, args, env }; it is started again when it ends by itself, after a
 * pause that doubles up to half a minute and begins anew once it ran for a minute.
 * `start(part)` answers a promise of its first message, which AdonisJS sends when ready.
 */
export function createSupervisor() {
  const children = new Map()
  let stopping = false

  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => (stopping ? killAll() : stop(0)))
  }

  function start(part, pause = 1_000) {
    return new Promise((resolve) => {
      const child = spawn(part.command, part.args, {
        cwd: root,
        env: projectEnv({ ...part.env, ATELIER_SUPERVISED: '1' }),
        /** A group of its own, so that Ctrl+C reaches it once, through stop(). */
        detached: true,
        stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      })
      const startedAt = Date.now()
      let isReady = false
      children.set(part.name, child)
      child.on('error', (error) =>
        console.error(`${part.name} could not be started: ${error.message}`)
      )
      child.once('message', (message) => {
        isReady = true
        resolve(message)
      })
      child.once('close', (code, signal) => {
        children.delete(part.name)
        if (stopping) return
        if (code === refused || (!isReady && part.mustStart)) return stop(code || 1)
        const wait = Date.now() - startedAt > steadyMilliseconds ? 1_000 : pause
        console.error(
          `${part.name} ended (${signal || `code ${code}`}); starting it again in ${wait / 1_000} s.`
        )
        setTimeout(() => {
          if (!stopping) start(part, Math.min(wait * 2, slowestRestartMilliseconds))
        }, wait)
      })
    })
  }

  async function stop(exitCode) {
    stopping = true
    const ended = [...children.values()].map(
      (child) => new Promise((resolve) => child.once('close', resolve))
    )
    for (const child of children.values()) child.kill('SIGTERM')
    const timer = setTimeout(() => {
      exitCode = exitCode || 1
      killAll()
    }, stopMilliseconds)
    await Promise.all(ended)
    clearTimeout(timer)
    process.exit(exitCode)
  }

  function killAll() {
    for (const child of children.values()) child.kill('SIGKILL')
  }

  return { start }
}
