import type { Dirent } from 'node:fs'
import { lstat, readdir } from 'node:fs/promises'
import { extensionOf, typeByName } from '#library/decoding/sniffing'

/** A media file as a walk meets it; `directory` is below the root, '' for the root itself. */
export interface WalkedFile {
  directory: string
  name: string
  size: number
  /** Milliseconds since 1970. */
  modifiedAt: number
}

/** One folder of a walk. `problems` are what could not be read, in words for the person. */
export interface WalkedFolder {
  directory: string
  files: WalkedFile[]
  problems: { path: string; reason: string }[]
  /** False where the folder itself could not be read, so that nothing follows from what is not in it. */
  complete: boolean
}

/**
 * Every folder below the root, one after the other. Links are not followed,
 * and pipes, devices and hidden things are left alone.
 */
export async function* walk(root: string): AsyncIterable<WalkedFolder> {
  const waiting = ['']
  while (waiting.length) {
    const directory = waiting.pop()!
    const folder = await readFolder(root, directory)
    waiting.push(...folder.folders.reverse())
    yield folder
  }
}

export const joinPath = (directory: string, name: string) =>
  directory ? `${directory}/${name}` : name

async function readFolder(root: string, directory: string) {
  const folder: WalkedFolder & { folders: string[] } = {
    directory,
    files: [],
    folders: [],
    problems: [],
    complete: true,
  }
  const here = directory ? `${root}/${directory}` : root
  let entries: Dirent<Buffer>[]
  try {
    entries = await readdir(here, { withFileTypes: true, encoding: 'buffer' })
  } catch (error) {
    folder.complete = false
    folder.problems.push({ path: directory || root, reason: inWords(error) })
    return folder
  }
  for (const entry of entries) {
    const name = entry.name.toString()
    if (isHidden(name)) continue
    if (!Buffer.from(name).equals(entry.name)) {
      folder.problems.push({ path: joinPath(directory, name), reason: 'The name is not UTF-8.' })
    } else if (entry.isDirectory()) {
      folder.folders.push(joinPath(directory, name))
    } else if (entry.isFile() && mayBeMedia(name)) {
      await addFile(folder, here, name)
    }
  }
  return folder
}

async function addFile(folder: WalkedFolder, here: string, name: string) {
  const { directory } = folder
  try {
    const found = await lstat(`${here}/${name}`)
    if (!found.isFile()) return
    folder.files.push({ directory, name, size: found.size, modifiedAt: Math.floor(found.mtimeMs) })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return
    folder.problems.push({ path: joinPath(directory, name), reason: inWords(error) })
  }
}

/** Folders of cameras' and NAS systems' own thumbnails are hidden as well. */
const isHidden = (name: string) => name.startsWith('.') || name === '@eaDir' || name === '#recycle'

/** A name without an ending promises nothing, so its bytes are asked. */
const mayBeMedia = (name: string) => typeByName(name) !== null || extensionOf(name) === ''

function inWords(error: unknown) {
  const { code } = error as NodeJS.ErrnoException
  if (code === 'EACCES' || code === 'EPERM') return 'Atelier may not read it.'
  if (code === 'ENAMETOOLONG') return 'The path is too long.'
  return `It could not be read (${code}).`
}
