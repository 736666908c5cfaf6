import { emptyContainer, type Container } from '#library/metadata/containers/container'
import { wallClock } from '#library/metadata/values'
import type { FileToRead } from '#library/metadata/file_metadata'
import type { FileType } from '#library/metadata/sniffing'

/** Length and the usual tags of a sound file. music-metadata knows the formats; it is loaded when the first one comes. */
export async function readAudio(type: FileType, file: FileToRead): Promise<Container> {
  const { parseBuffer, parseFile } = await import('music-metadata')
  const options = { duration: false, skipCovers: true, skipPostHeaders: false }
  const { common, format } = file.bytes
    ? await parseBuffer(file.bytes, { mimeType: type.mime, size: file.bytes.length }, options)
    : await parseFile(file.path, options)
  const audio = emptyContainer()
  audio.duration = format.duration
  audio.capturedAt = wallClock(common.date)
  const comments = common.comment?.map((comment) => comment.text ?? '').join('\n')
  const tags = {
    title: common.title,
    artist: common.artist,
    album: common.album,
    genre: common.genre?.join(', '),
    comment: comments,
    lyrics: common.lyrics?.map(({ text }) => text).join('\n'),
  }
  for (const [keyword, value] of Object.entries(tags)) {
    if (value) audio.chunks.push({ container: 'audio', keyword, body: Buffer.from(value) })
  }
  return audio
}
