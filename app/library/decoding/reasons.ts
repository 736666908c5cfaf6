/** Why there is no whole picture: a sentence for people, and what the decoder itself said where that adds something. */
export interface Reason {
  sentence: string
  detail: string | null
}

/** The first that fits; what they look for are words of libvips, ffmpeg, ffprobe and our own. */
const sentences: [said: RegExp, sentence: string][] = [
  [/too many pixels/, 'It has too many pixels to be decoded safely.'],
  [/took longer/, 'Decoding it took too long, so it was stopped.'],
  [/of memory|max_alloc/, 'Decoding it needs too much memory, so it was stopped.'],
  [/crashed/, 'The decoder broke down at this file. It is probably damaged.'],
  [/ffmpeg is not installed/, 'No preview: ffmpeg is not installed on this machine.'],
  [
    /no program for|cannot be decoded here/,
    'No preview: nothing on this machine opens this kind of picture.',
  ],
  [/larger than 400 MB/, 'No preview: it is larger than 400 MB.'],
  [/^no preview/, 'No preview: it could not be converted. It is damaged, or of an unusual kind.'],
  [/encrypt/i, 'It is encrypted, so no picture of it can be shown.'],
  [
    /bytes are no (\w+)/,
    'What is in the file is no known kind of picture, film or sound, whatever its name says.',
  ],
  [/not contain any stream/, 'There is neither picture nor sound in it.'],
  [
    /premature end|end of file|EOF|not enough data|read error|bad seek|truncated|moov atom/i,
    'The file is damaged: a part of it is missing.',
  ],
  [/header|no frames|no decoder|unable to parse/, 'The file is damaged: it cannot be opened.'],
  [/^damaged/, 'The file is damaged.'],
]

/** A stored reason in plain words. One that is a sentence already stays as it is. */
export function inPlainWords(reason: string): Reason {
  const found = sentences.find(([said]) => said.test(reason))
  return found ? { sentence: found[1], detail: reason } : { sentence: reason, detail: null }
}
