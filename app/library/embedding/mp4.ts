import type { FileHandle } from 'node:fs/promises'
import type { Embedded } from '#library/embedding/embedding'
import { xmpPacket } from '#library/embedding/xmp'

const xmpUuid = Buffer.from('be7acfcb97a942e89c71999491e3afac', 'hex')

/**
 * A box to be appended to a film: nothing in it moves, so that no table of places is wrong after.
 * Null where its last box has no end of its own, or the file ends within one. Format: ISO/IEC
 * 14496-12 for boxes, XMP part 3 for this one.
 */
export async function xmpBox(
  handle: FileHandle,
  size: number,
  said: Embedded
): Promise<Buffer | null> {
  if (!(await endsWithBox(handle, size))) return null
  const packet = xmpPacket(said)
  const head = Buffer.alloc(8)
  head.writeUInt32BE(8 + xmpUuid.length + packet.length)
  head.write('uuid', 4, 'latin1')
  return Buffer.concat([head, xmpUuid, packet])
}

async function endsWithBox(handle: FileHandle, size: number) {
  const head = Buffer.alloc(16)
  let at = 0
  while (at + 8 <= size) {
    await handle.read(head, 0, 16, at)
    const short = head.readUInt32BE(0)
    const length = short === 1 ? Number(head.readBigUInt64BE(8)) : short
    if (length < 8) return false
    at += length
  }
  return at === size
}
