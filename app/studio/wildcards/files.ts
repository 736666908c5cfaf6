import { readdir, readFile, stat } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { dataPath } from '#core/paths'

/** Larger ones are left aside. */
export const largestWildcard = 1_000_000
export const mostLines = 50_000

/** What can be written between underscores: letters, digits, `_ - .` and `/` for folders. */
export const wildcardName = /^[A-Za-z0-9](?:(?!__|\.\.|\/\/|\/\.)[\w./-])*(?<![_/])$/

/**
 * The text files below `wildcards` in the data folder, by their names without `.txt`.
 * Links are not followed, so nothing outside of it is read.
 */
export async function wildcardFiles(): Promise<Map<string, string>> {
  const root = dataPath('wildcards')
  const entries = await readdir(root, { recursive: true, withFileTypes: true }).catch(ifMissing)
  const files = entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.txt'))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => [relative(root, path).replaceAll(sep, '/').slice(0, -'.txt'.length), path])
  return new Map(files.filter(([name]) => wildcardName.test(name)) as [string, string][])
}

/** The text of a wildcard's file; empty where it is larger than a list may be. */
export async function readWildcardFile(path: string) {
  const { size } = await stat(path)
  return size > largestWildcard ? '' : readFile(path, 'utf8')
}

function ifMissing(error: NodeJS.ErrnoException) {
  if (error.code === 'ENOENT') return []
  throw error
}
