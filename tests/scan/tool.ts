import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { findProgram } from '#library/decoding/programs'
import type { ScanRequest } from './requests.js'

export interface Tool {
  /** Where it may write. */
  folder: string
  origin: string
  cookie: string
  requests: ScanRequest[]
}

/** Runs a program to its end, whatever it ends with, and answers what it printed, which `output` keeps. */
export async function runTool(name: string, words: string[], output: string) {
  const program = findProgram(name)
  if (!program) throw new Error(`There is no ${name} on this machine: install Debian's package.`)
  const file = openSync(output, 'w')
  const child = spawn(program, words, { stdio: ['ignore', file, 'inherit'] })
  await once(child, 'exit')
  closeSync(file)
  return readFile(output, 'utf8')
}
