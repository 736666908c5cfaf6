import { decodeText, parseJson } from '#library/metadata/decoding'
import { readExif, type Exif } from '#library/metadata/containers/exif'
import { readIptc, type Iptc } from '#library/metadata/containers/iptc'
import { readXmp, type Xmp } from '#library/metadata/containers/xmp'
import { isObject, type JsonObject } from '#library/metadata/values'
import type { Chunk } from '#library/metadata/containers/container'

/** A piece of text that may tell how the picture was made. */
export interface Note {
  /** Where it lay, for people: `png parameters`, `exif UserComment`. */
  where: string
  /** In lower case: parameters, prompt, workflow, comment … */
  keyword: string
  text: string
}

/** Everything found in one file, decoded when first asked for. What the parsers read. */
export class Found {
  #json = new Map<string, unknown>()
  #exif?: Exif
  #xmp?: Xmp
  #iptc?: Iptc
  #notes?: Note[]

  constructor(public readonly chunks: Chunk[]) {}

  get exif(): Exif {
    return (this.#exif ??= exifOf(this.chunks) ?? { pages: 0, alpha: false, location: false })
  }

  get xmp(): Xmp {
    if (this.#xmp) return this.#xmp
    this.#xmp = new Map()
    for (const { container, body } of this.chunks) {
      if (container === 'xmp')
        for (const [name, values] of readXmp(body)) this.#xmp.set(name, values)
    }
    return this.#xmp
  }

  get iptc(): Iptc {
    const body = this.chunks.find(({ container }) => container === 'iptc')?.body
    return (this.#iptc ??= body ? readIptc(body) : { keywords: [] })
  }

  /** All texts, the most telling first. */
  get notes(): Note[] {
    return (this.#notes ??= notesOf(this))
  }

  /** The text under a keyword, whatever its case. */
  text(...keywords: string[]): string | undefined {
    for (const keyword of keywords) {
      const note = this.notes.find((candidate) => candidate.keyword === keyword)
      if (note) return note.text
    }
    return undefined
  }

  where(...keywords: string[]): string {
    return this.notes.find(({ keyword }) => keywords.includes(keyword))?.where ?? ''
  }

  json(text: string | undefined): unknown {
    if (text === undefined) return undefined
    if (!this.#json.has(text)) this.#json.set(text, parseJson(text))
    return this.#json.get(text)
  }

  /** The JSON object under a keyword. */
  object(...keywords: string[]): JsonObject | undefined {
    for (const keyword of keywords) {
      const value = this.json(this.text(keyword))
      if (isObject(value)) return value
    }
    return undefined
  }

  /** Every text that is a JSON object, but the editor's graph, which is long and holds no settings. */
  *objects(): Generator<{ where: string; keyword: string; value: JsonObject }> {
    for (const { where, keyword, text } of this.notes) {
      if (keyword === 'workflow') continue
      const value = this.json(text)
      if (isObject(value)) yield { where, keyword, value }
    }
  }
}

/** A camera's block, or the tags of a TIFF file, which are kept as JSON. */
function exifOf(chunks: Chunk[]): Exif | undefined {
  const chunk = chunks.find(({ container }) => container === 'exif')
  if (!chunk) return undefined
  if (chunk.keyword !== 'tags') return readExif(chunk.body)
  return parseJson(decodeText(chunk.body)) as Exif | undefined
}

const textContainers = new Set([
  'png',
  'comment',
  'mp4',
  'matroska',
  'audio',
  'gif',
  'stealth',
  'sidecar',
])

function notesOf(found: Found): Note[] {
  const notes: Note[] = []
  for (const { container, keyword, body } of found.chunks) {
    if (!textContainers.has(container)) continue
    notes.push({
      where: `${container} ${keyword}`,
      keyword: keyword.toLowerCase(),
      text: decodeText(body),
    })
  }
  const { exif, xmp } = found
  const add = (where: string, keyword: string, text: string | undefined) => {
    if (text?.trim()) notes.push(labelled({ where, keyword, text }))
  }
  add('exif UserComment', 'usercomment', exif.userComment)
  add('exif ImageDescription', 'imagedescription', exif.description)
  add('exif Make', 'make', exif.make)
  add('exif Model', 'cameramodel', exif.model)
  add('exif XPComment', 'xpcomment', exif.comment)
  for (const [name, values] of xmp) {
    if (values[0].length > 1)
      add(`xmp ${name}`, xmpKeywords.get(name) ?? `xmp ${name.toLowerCase()}`, values.join('\n'))
  }
  return notes.flatMap((note) => [note, ...nested(note, found)])
}

const xmpKeywords = new Map([
  ['exif:UserComment', 'usercomment'],
  ['dc:description', 'description'],
  ['xmp:CreatorTool', 'creatortool'],
  ['atelier:recipe', 'atelier'],
])

/** `prompt:{…}` and `Workflow: {…}` in a tag: the label says what it is, the tag does not. */
function labelled(note: Note): Note {
  const label = /^\s*([A-Za-z_]{3,30}):\s*(?=[{[])/.exec(note.text)
  return label
    ? { where: note.where, keyword: label[1].toLowerCase(), text: note.text.slice(label[0].length) }
    : note
}

/** Savers that put all their chunks into one JSON object: `{"prompt": {…}, "workflow": {…}}`. */
function nested(note: Note, found: Found): Note[] {
  if (
    !wrapping.has(note.keyword) ||
    !/"(prompt|workflow|parameters|extraMetadata|invokeai_metadata|imagemetahub_data)"/i.test(
      note.text.slice(0, 200_000)
    )
  )
    return []
  const outer = found.json(note.text)
  if (!isObject(outer)) return []
  const inner: Note[] = []
  for (const [key, value] of Object.entries(outer)) {
    if (!unwrapped.has(key.toLowerCase())) continue
    const text =
      typeof value === 'string' ? value : isObject(value) ? JSON.stringify(value) : undefined
    const keyword = key.toLowerCase()
    if (text && (keyword === 'parameters' || /^\s*\{/.test(text)))
      inner.push({ where: `${note.where} ${key}`, keyword, text })
  }
  return inner
}

const wrapping = new Set([
  'usercomment',
  'comment',
  'imagedescription',
  'description',
  'xpcomment',
  '.json',
  '.yaml',
  'prompt',
  'parameters',
  'cameramodel',
  'alpha',
  'rgb',
])
const unwrapped = new Set([
  'prompt',
  'workflow',
  'parameters',
  'extrametadata',
  'extra_pnginfo',
  'invokeai_metadata',
  'invokeai_graph',
  'invokeai_workflow',
  'imagemetahub_data',
])
