import { randomUUID } from 'node:crypto'
import { link, mkdir, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { stagingPath } from '#core/paths'
import { extensionOf } from '#library/decoding/sniffing'
import {
  type PackedFile,
  type Refused,
  sideEndings,
  unpackFile,
} from '#library/importing/unpacking'
import { sidecarNames } from '#library/metadata/reading'

type Sent = { name: string; path: string } | PackedFile

/** Larger ones are no texts about a picture. */
const largest = 64 * 1024 * 1024

const isSideFile = (name: string) => sideEndings.includes(extensionOf(name))

/** Where the side files of a run lie, until it is through. */
export const sideFolder = (runId: number) => stagingPath(`beside-${runId}`)

/**
 * Lays what speaks about the files of each folder that was sent beside each other, under the names
 * they came with, and answers all the others, with `besides` where there was any. What goes with no
 * file of its folder is answered too, and what cannot be read as a problem.
 */
export async function* withSideFiles<T extends Sent>(
  files: T[],
  runId: number
): AsyncIterable<(T & { besides?: string }) | Refused> {
  for (const inFolder of Map.groupBy(files, ({ name }) => dirname(name)).values()) {
    const others = inFolder.filter(({ name }) => !isSideFile(name))
    const expected = new Set(others.flatMap(({ name }) => sidecarNames(basename(name))))
    const isLibrary = (name: string) => extensionOf(name) === 'json' && others.length > 0
    const sides = inFolder.filter(
      ({ name }) => isSideFile(name) && (expected.has(basename(name)) || isLibrary(name))
    )
    const besides = sides.length ? join(sideFolder(runId), randomUUID()) : undefined
    for (const side of sides) {
      const problem = await layDown(side, besides!)
      if (problem) yield { name: side.name, problem }
    }
    const speaking = new Set(sides)
    for (const file of inFolder) if (!speaking.has(file)) yield { ...file, besides }
  }
}

export async function removeSideFiles(runId: number) {
  await rm(sideFolder(runId), { recursive: true, force: true })
}

/** What is sent as a file stays where it is staged, too; what is packed is unpacked. */
async function layDown(side: Sent, folder: string) {
  const place = join(folder, basename(side.name))
  try {
    await mkdir(folder, { recursive: true })
    if (!('packed' in side)) await link(side.path, place)
    else if (side.packed.uncompressedSize > largest) return 'It is too large.'
    else {
      const { path } = await unpackFile(side)
      await rename(path, place)
    }
    return null
  } catch (error) {
    return `It could not be laid beside its picture: ${(error as Error).message}`
  }
}
