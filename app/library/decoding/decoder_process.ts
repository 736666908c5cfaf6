import { readFileSync, statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type ChildProcess, spawn } from 'node:child_process'
import { findProgram } from '#library/decoding/programs'
import type { Answer, Task } from '#library/decoding/child'

/** The process ended before it answered; the message says why, in words for people. */
export class Died extends Error {
  /** `stopped`: the program itself ended it, which says nothing about the file. */
  constructor(
    reason: string,
    readonly stopped: boolean
  ) {
    super(reason)
  }
}

const limits = {
  /** Wall clock for one file, plus a second for every 20 MB of it. */
  milliseconds: 20_000,
  bytesPerMillisecond: 20_000,
  residentBytes: 800e6,
  /** Node and the threads of sharp reserve some 2 GB before the first picture. */
  addressBytes: 4e9,
}

/** The heap of the decoding libraries grows by and by; a process begun anew costs less than that. */
const mostTasks = 2_000

interface Pending {
  resolve: (result: unknown) => void
  reject: (error: Error) => void
  timer: NodeJS.Timeout
}

/** One decoder for many files, with its limits. It starts at once and ends by `end`, worn out or by its death. */
export class DecoderProcess {
  #child: ChildProcess
  #pending = new Map<number, Pending>()
  #lastId = 0
  #reason = ''
  #stopped = false
  #hasEnded = false
  #watch: NodeJS.Timeout

  constructor(private onEnd: (ended: DecoderProcess) => void) {
    this.#child = start()
    this.#child.on('message', (message: Answer) => this.#answered(message))
    this.#child.on('exit', (code, signal) => this.#ended(signal ?? `code ${code}`))
    this.#child.on('error', (error) => this.#ended(error.message))
    this.#watch = setInterval(() => this.#watchMemory(), 100).unref()
    this.#letParentExit()
  }

  get pid() {
    return this.#child.pid
  }

  /** It takes no more tasks and ends with the last answer it owes. */
  get isWornOut() {
    return this.#lastId >= mostTasks
  }

  perform(task: Task): Promise<unknown> {
    const id = ++this.#lastId
    return new Promise((resolve, reject) => {
      const size = 'path' in task ? sizeOf(task.path) : 0
      const patience = limits.milliseconds + size / limits.bytesPerMillisecond
      const timer = setTimeout(
        () => this.#kill(`it took longer than ${Math.round(patience / 1000)} s`),
        patience
      )
      this.#pending.set(id, { resolve, reject, timer })
      this.#letParentExit()
      this.#child.send({ id, task }, (error) => {
        if (!error) return
        this.#kill(`the decoder crashed (${error.message})`)
        this.#ended(error.message)
      })
    })
  }

  /** Resolves when the process is gone. */
  end(): Promise<void> {
    const gone = new Promise<void>((resolve) => this.#child.once('exit', () => resolve()))
    this.#child.ref()
    this.#stopped = true
    this.#kill('it was stopped')
    return gone
  }

  #answered(message: Answer) {
    const pending = this.#pending.get(message.id)
    if (!pending) return
    this.#pending.delete(message.id)
    clearTimeout(pending.timer)
    this.#letParentExit()
    if ('error' in message) {
      pending.reject(Object.assign(new Error(message.error), { code: message.code }))
    } else pending.resolve(message.result)
    if (this.isWornOut && !this.#pending.size) void this.end()
  }

  #watchMemory() {
    if (residentBytes(this.#child.pid) > limits.residentBytes) {
      this.#kill('it needed more than 800 MB of memory')
    }
  }

  #kill(reason: string) {
    this.#reason ||= reason
    this.#child.kill('SIGKILL')
  }

  /** A process that cannot be spoken to tells so more than once. */
  #ended(how: string) {
    clearInterval(this.#watch)
    if (!this.#hasEnded) this.onEnd(this)
    this.#hasEnded = true
    const reason = this.#reason || `the decoder crashed (${how})`
    for (const { reject, timer } of this.#pending.values()) {
      clearTimeout(timer)
      reject(new Died(reason, this.#stopped))
    }
    this.#pending.clear()
  }

  /** An idle decoder keeps nobody from ending; a busy one does. */
  #letParentExit() {
    if (this.#pending.size) {
      this.#child.ref()
      this.#child.channel?.ref()
    } else {
      this.#child.unref()
      this.#child.channel?.unref()
    }
  }
}

function start() {
  const entry = fileURLToPath(new URL('./child.js', import.meta.url)).replace(/\.js$/, extension)
  const node = [
    process.execPath,
    '--max-old-space-size=512',
    '--import',
    './bin/typescript.js',
    entry,
  ]
  const prlimit = findProgram('prlimit')
  const limited = prlimit
    ? [prlimit, `--as=${limits.addressBytes}`, '--core=0', '--', ...node]
    : node
  return spawn(limited[0], limited.slice(1), {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    serialization: 'advanced',
    detached: true,
    cwd: fileURLToPath(new URL('../../../', import.meta.url)),
    env: {
      PATH: process.env.PATH,
      NODE_ENV: process.env.NODE_ENV,
      FAILPOINTS: process.env.FAILPOINTS,
      UV_THREADPOOL_SIZE: '16',
      MALLOC_ARENA_MAX: '2',
      VIPS_BLOCK_UNTRUSTED: '1',
    },
  })
}

const extension = import.meta.url.endsWith('.ts') ? '.ts' : '.js'

function sizeOf(path: string) {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0
}

/** Zero where the machine has no /proc. */
function residentBytes(pid: number | undefined) {
  try {
    return Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]) * 4096
  } catch {
    return 0
  }
}
