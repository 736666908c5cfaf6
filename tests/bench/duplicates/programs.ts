import { spawn } from 'node:child_process'
import { resolve } from 'node:path'

export interface Run {
  output: string
  /** Of the program and all it started, user and system. */
  cpuSeconds: number
}

/** Runs a program to its end and counts what it and its children cost. Throws where it is not installed. */
export async function runCounted(program: string, args: string[], env = {}): Promise<Run> {
  const shell = ['-c', '"$@"; echo "status $?" >&3; times >&3', 'sh', program, ...args]
  const child = spawn('bash', shell, {
    stdio: ['ignore', 'pipe', 'ignore', 'pipe'],
    env: { ...process.env, ...env },
  })
  const [output, times] = await Promise.all([
    text(child.stdout!),
    text(child.stdio[3] as NodeJS.ReadableStream),
  ])
  if (times.includes('status 127')) throw new Error(`${program} is not installed`)
  const children = times.trim().split('\n').at(-1)!
  const seconds = [...children.matchAll(/(\d+)m([\d.]+)s/g)].map(([, m, s]) => 60 * +m + +s)
  return { output, cpuSeconds: seconds.reduce((sum, value) => sum + value, 0) }
}

/** The command as a person runs it, over a folder, with an empty data folder. */
export async function runScan(folders: string[], dataDir: string, ...options: string[]) {
  const args = ['ace.js', 'duplicates:scan', '--json', ...options]
  const named = folders.flatMap((folder) => ['--directories', folder])
  const run = await runCounted(process.execPath, [...args, ...named], {
    DATA_DIR: resolve(dataDir),
  })
  const { groups, scanned } = JSON.parse(run.output)
  const paths = groups.map((group: any) => group.members.map((member: any) => member.path))
  return { ...run, scanned: scanned as number, groups: paths as string[][] }
}

/** The Debian package of the same name, at its default of 90 %. */
export async function runFindimagedupes(paths: string[]) {
  const run = await runCounted('findimagedupes', ['--', ...paths])
  return {
    ...run,
    groups: run.output
      .split('\n')
      .filter(Boolean)
      .map((line) => splitPaths(line, paths)),
  }
}

/** It parts paths by spaces and does not say where a path has some. */
function splitPaths(line: string, paths: string[]) {
  const parts = line.split(' ')
  return parts.every((part) => part.startsWith('/'))
    ? parts
    : paths.filter((path) => line.includes(path))
}

async function text(stream: NodeJS.ReadableStream) {
  const parts: Buffer[] = []
  for await (const part of stream) parts.push(part as Buffer)
  return Buffer.concat(parts).toString()
}
