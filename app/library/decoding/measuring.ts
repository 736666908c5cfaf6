import { hash } from 'node:crypto'
import { inWords, largestPicture } from '#library/decoding/decoding'
import { allPixels, measurePicture, type MeasuredPicture } from '#library/decoding/pictures'
import { allBytes, withOpenFile, type OpenFile } from '#library/decoding/plain_files'
import { toPng } from '#library/decoding/programs'
import { typeOfBytes } from '#library/decoding/sniffing'

/** What tells a picture from others: its bytes' hash, its size and the readings of its pixels. */
export interface Measured {
  sha256: string
  size: number
  mime: string
  /** Null with a `brokenReason`. */
  picture: MeasuredPicture | null
  brokenReason: string | null
}

/** Measures a picture without making previews or reading its metadata. */
export async function measureFile(path: string, root?: string): Promise<Measured> {
  return withOpenFile(path, root, async (file) => {
    const bytes = await pictureBytes(file)
    const type = await typeOfBytes(bytes.subarray(0, 4_100))
    const measured = { sha256: hash('sha256', bytes), size: file.size, mime: type?.mime ?? '' }
    try {
      if (type?.kind !== 'image' || type.way === 'none') throw new Error('no decoder can open it')
      const png = type.way === 'program' ? await toPng(file.path, type.mime) : null
      const picture = await measurePicture(png ?? bytes, png ? 'image/png' : type.mime)
      return { ...measured, picture, brokenReason: null }
    } catch (error) {
      return { ...measured, picture: null, brokenReason: inWords((error as Error).message) }
    }
  })
}

/** SHA-256 of the pixels in full size, upright, with their opacity: what two files must share to be the same picture. */
export async function hashAllPixels(path: string, root: string): Promise<string> {
  return withOpenFile(path, root, async (file) => {
    const bytes = await pictureBytes(file)
    const type = await typeOfBytes(bytes.subarray(0, 4_100))
    const png = type?.way === 'program' ? await toPng(path, type.mime) : null
    return hash('sha256', await allPixels(png ?? bytes, png ? 'image/png' : (type?.mime ?? '')))
  })
}

async function pictureBytes(file: OpenFile) {
  if (file.size > largestPicture) throw new Error('larger than 400 MB')
  return allBytes(file)
}
