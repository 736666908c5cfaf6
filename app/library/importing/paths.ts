import { lstat, realpath } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import User from '#accounts/models/user'
import type { Layer } from '#library/facts'
import { importCopy, type ImportOptions } from '#library/importing/importing'
import { joinPath, walk } from '#library/source_folders/walking'

/** One file named at the terminal, or found in a folder named there. */
export type PathItem = { path: string; name: string; own?: Layer } | { problem: string }

/** What the run of an import from the terminal knows. */
export interface PathsPayload {
  ownerId: number
  paths: string[]
  tags: string[]
  /** What the person answered, by absolute path. */
  answers: Record<string, Layer>
}

/** The media files at these paths; a folder's name stays the first part of its files' names. */
export async function* pathItems({ paths, answers }: Pick<PathsPayload, 'paths' | 'answers'>) {
  for (const typed of paths) {
    const path = await realpath(typed)
    const found = await lstat(path)
    if (found.isFile()) {
      const payload: PathItem = { path, name: basename(path), own: answers[path] }
      yield { label: path, payload }
      continue
    }
    for await (const { files, problems } of walk(path)) {
      for (const problem of problems) {
        yield { label: problem.path, payload: { problem: problem.reason } as PathItem }
      }
      for (const { directory, name } of files) {
        const below = joinPath(directory, name)
        const file = `${path}/${below}`
        const named = `${basename(path)}/${below}`
        const payload: PathItem = { path: file, name: named, own: answers[file] }
        yield { label: file, payload }
      }
    }
  }
}

export async function importPath(
  item: PathItem,
  { ownerId, tags }: PathsPayload,
  record: ImportOptions['record']
) {
  if ('problem' in item) return { state: 'failed' as const, message: item.problem }
  const owner = await User.findOrFail(ownerId)
  const { path, name, own } = item
  const besides = dirname(path)
  return importCopy(path, name, { owner, visibility: 'everyone', tags, own, besides, record })
}
