/**
 * An EXIF block that holds a user comment and nothing else, in UTF-16 as AUTOMATIC1111 writes it.
 * Format: CIPA DC-008 (EXIF 2.32) 4.6.
 */
export function userComment(text: string): Buffer {
  const words = Buffer.from(text, 'utf16le').swap16()
  const comment = Buffer.concat([Buffer.from('UNICODE\0', 'latin1'), words])
  const block = Buffer.alloc(comments)
  block.write('MM\0*', 'latin1')
  block.writeUInt32BE(directory, 4)
  writeDirectory(block, directory, { tag: 0x8769, type: 4, count: 1, value: exifDirectory })
  writeDirectory(block, exifDirectory, {
    tag: 0x9286,
    type: 7,
    count: comment.length,
    value: comments,
  })
  return Buffer.concat([block, comment])
}

/** Two directories of one entry each, and then the comment. */
const directory = 8
const exifDirectory = directory + 18
const comments = exifDirectory + 18

function writeDirectory(
  block: Buffer,
  at: number,
  { tag, type, count, value }: { tag: number; type: number; count: number; value: number }
) {
  block.writeUInt16BE(1, at)
  block.writeUInt16BE(tag, at + 2)
  block.writeUInt16BE(type, at + 4)
  block.writeUInt32BE(count, at + 6)
  block.writeUInt32BE(value, at + 10)
}
