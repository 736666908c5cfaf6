import { constants } from 'node:fs'
import { copyFile, link } from 'node:fs/promises'
import { syncPath } from '#library/importing/staging'

/** Gives a file a second name, or a copy where it cannot have one. Never replaces anything: throws EEXIST where the second name is taken. */
export async function linkOrCopy(from: string, to: string) {
  try {
    await link(from, to)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (!noLinks.includes(code ?? '')) throw error
    await copyWhole(from, to)
  }
}

/** The whole copy is on the disk when this resolves. */
export async function copyWhole(from: string, to: string) {
  await copyFile(from, to, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE)
  await syncPath(to)
}

/** What the system says where there are no hard links between two places. */
export const noLinks = ['EXDEV', 'EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'EMLINK']
