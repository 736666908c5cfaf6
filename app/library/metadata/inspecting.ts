import { fork, type ChildProcess } from 'node:child_process'
import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { FileMetadata } from '#library/metadata/file_metadata'

/** What `library:inspect` prints about one file. */
export interface Inspection {
  path: string
  kind: string | null
  mime: string | null
  width: number | null
  height: number | null
  generator: string | null
  prompt: string | null
  negative_prompt: string | null
  model: string | null
  model_hash: string | null
  seed: string | null
  sampler: string | null
  scheduler: string | null
  steps: number | null
  cfg_scale: number | null
  captured_at: string | null
  orientation: number | null
  warnings: string[]
}

/** Every file of the paths, folders walked in order. Links are followed only when named themselves. */
export async function* walk(paths: string[]): AsyncGenerator<string> {
  for (const path of paths) {
    const entry = await stat(path)
    if (entry.isDirectory()) yield* walkFolder(path)
    else yield path
  }
}

/** A folder that cannot be read is answered itself, so that its inspection says why. */
async function* walkFolder(folder: string): AsyncGenerator<string> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => null)
  if (!entries) yield folder
  for (const entry of (entries ?? []).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (entry.isDirectory()) yield* walkFolder(join(folder, entry.name))
    else if (entry.isFile()) yield join(folder, entry.name)
  }
}

const secondsPerFile = 10
const memoryLimit = 1536 * 1024 * 1024

/**
 * Reads files in a child process that is killed when one of them takes longer
 * than ten seconds or more than 1.5 GB; the next file gets a fresh child.
 */
export class Inspector {
  #child?: ChildProcess

  async inspect(path: string): Promise<Inspection> {
    const answer = await this.#ask(path)
    return typeof answer === 'string' ? inspection(path, null, [answer]) : inspection(path, answer)
  }

  close() {
    this.#child?.kill('SIGKILL')
    this.#child = undefined
  }

  #ask(path: string): Promise<FileMetadata | string> {
    const child = (this.#child ??= startChild())
    return new Promise((resolve) => {
      const settle = (answer: FileMetadata | string, kill = false) => {
        clearTimeout(timer)
        clearInterval(watch)
        child.removeAllListeners()
        if (kill) this.close()
        resolve(answer)
      }
      const timer = setTimeout(
        () => settle(`Reading was stopped after ${secondsPerFile} seconds.`, true),
        secondsPerFile * 1000 - 500
      )
      const watch = setInterval(async () => {
        if ((await residentBytes(child.pid)) > memoryLimit)
          settle('Reading was stopped: it took too much memory.', true)
      }, 200)
      child.once('message', (answer) => settle(answer as FileMetadata | string))
      child.once('error', () => settle('The file could not be read.', true))
      child.once('exit', () => settle('The file could not be read: the reader crashed.', true))
      child.send(path)
    })
  }
}

function startChild() {
  return fork(new URL('./inspecting_child.ts', import.meta.url), {
    execArgv: [
      '--import',
      new URL('../../../bin/typescript.js', import.meta.url).href,
      '--max-old-space-size=768',
    ],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
}

/** 0 where the system does not tell. */
async function residentBytes(pid: number | undefined): Promise<number> {
  const pages = await readFile(`/proc/${pid}/statm`, 'latin1').catch(() => '')
  return Number(pages.split(' ')[1] ?? 0) * 4096
}

function inspection(
  path: string,
  file: FileMetadata | null,
  warnings = file?.warnings ?? []
): Inspection {
  const facts = file?.facts
  return {
    path,
    kind: file?.kind ?? null,
    mime: file?.mime ?? null,
    width: file?.width ?? null,
    height: file?.height ?? null,
    generator: facts?.generator ?? null,
    prompt: facts?.prompt ?? null,
    negative_prompt: facts?.negativePrompt ?? null,
    model: facts?.model ?? null,
    model_hash: facts?.modelHash ?? null,
    seed: facts?.seed ?? null,
    sampler: facts?.sampler ?? null,
    scheduler: facts?.scheduler ?? null,
    steps: facts?.steps ?? null,
    cfg_scale: facts?.cfgScale ?? null,
    captured_at: file?.capturedAt ?? null,
    orientation: file?.orientation ?? null,
    warnings,
  }
}
