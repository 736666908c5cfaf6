import { open } from 'node:fs/promises'

/** Random access to a file that is never read whole. */
export interface Source {
  size: number
  read(offset: number, length: number): Promise<Buffer>
}

/** The part is shorter than asked for where the file ends. */
export function bufferSource(bytes: Buffer): Source {
  return {
    size: bytes.length,
    read: async (offset, length) => bytes.subarray(offset, offset + length),
  }
}

export async function withFile<T>(path: string, use: (source: Source) => Promise<T>): Promise<T> {
  const handle = await open(path, 'r')
  try {
    const { size } = await handle.stat()
    return await use({
      size,
      async read(offset, length) {
        const wanted = Math.max(0, Math.min(length, size - offset))
        const { bytesRead, buffer } = await handle.read(Buffer.alloc(wanted), 0, wanted, offset)
        return buffer.subarray(0, bytesRead)
      },
    })
  } finally {
    await handle.close()
  }
}
