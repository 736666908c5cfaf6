import { readMetadata, type FileMetadata } from '#library/metadata/reading'

/** Reads bytes as a file of that name. */
export function read(bytes: Buffer, fileName = 'picture.png'): Promise<FileMetadata> {
  return readMetadata({ path: `/nowhere/${fileName}`, fileName, bytes })
}

/** Only how it was made. */
export async function readFacts(bytes: Buffer, fileName?: string): Promise<FileMetadata['facts']> {
  const { facts } = await read(bytes, fileName)
  return facts
}

/** Only what is wrong with it. */
export async function readWarnings(bytes: Buffer, fileName?: string): Promise<string> {
  const { warnings } = await read(bytes, fileName)
  return warnings.join('\n')
}
