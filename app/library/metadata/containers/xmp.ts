import { decodeText } from '#library/metadata/decoding'

/** `prefix:name` in the usual prefixes → its values. Structures and lists are flattened. */
export type Xmp = Map<string, string[]>

const attribute = /([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g
const limit = 8 * 1024 * 1024

/**
 * Reads an XMP packet forgivingly. Document types are skipped and no entity
 * but the five of XML and character numbers is ever expanded.
 * Format: ISO 16684-1.
 */
export function readXmp(body: Buffer): Xmp {
  const xmp: Xmp = new Map()
  const open: (string | undefined)[] = []
  for (const { text, tag } of pieces(packetText(body.subarray(0, limit)))) {
    if (text !== undefined) {
      add(xmp, open.at(-1), text)
    } else if (tag!.startsWith('/')) {
      open.pop()
    } else {
      const name = /^[\w:.-]+/.exec(tag!)?.[0]
      if (!name) continue
      addAttributes(xmp, name, tag!.slice(name.length), open.at(-1))
      if (!tag!.endsWith('/') && open.length < 100)
        open.push(scaffolding.test(name) ? open.at(-1) : name)
    }
  }
  return xmp
}

/** Texts and tags in turn, in one pass over the source. */
function* pieces(source: string): Generator<{ text?: string; tag?: string }> {
  for (let at = 0; ;) {
    const start = source.indexOf('<', at)
    if (start < 0) return
    const text = source.slice(at, start).trim()
    if (text) yield { text: unescapeXml(text) }
    const data = source.startsWith('<![CDATA[', start)
    const end = data ? source.indexOf(']]>', start) : tagEnd(source, start)
    if (end < 0) return
    if (data) yield { text: source.slice(start + 9, end) }
    else if (!/^[!?]/.test(source[start + 1] ?? '')) yield { tag: source.slice(start + 1, end) }
    at = end + (data ? 3 : 1)
  }
}

/** Index of the `>` that ends the tag at `start`; -1 when there is none. */
function tagEnd(source: string, start: number): number {
  if (source.startsWith('<!--', start)) {
    const end = source.indexOf('-->', start + 4)
    return end < 0 ? -1 : end + 2
  }
  const marks = /["'>]/g
  marks.lastIndex = start + 1
  for (let match = marks.exec(source); match; match = marks.exec(source)) {
    if (match[0] === '>') return match.index
    const close = source.indexOf(match[0], match.index + 1)
    if (close < 0) return -1
    marks.lastIndex = close + 1
  }
  return -1
}

function packetText(body: Buffer): string {
  if (body[0] === 0xfe && body[1] === 0xff)
    return Buffer.from(body.subarray(0, body.length & ~1))
      .swap16()
      .toString('utf16le')
  if (body[0] === 0xff && body[1] === 0xfe) return body.toString('utf16le')
  return decodeText(body)
}

/** RDF's own elements name no property: what is inside them belongs to the one around them. */
const scaffolding = /^(rdf|x|xap?meta):/i

function addAttributes(xmp: Xmp, element: string, attributes: string, parent: string | undefined) {
  attribute.lastIndex = 0
  for (let match = attribute.exec(attributes); match; match = attribute.exec(attributes)) {
    const [, name, double, single] = match
    const value = unescapeXml(double ?? single ?? '')
    if (name === 'rdf:resource') add(xmp, element.startsWith('rdf:') ? parent : element, value)
    else if (!/^(xmlns|rdf|xml|x)(:|$)/.test(name)) add(xmp, name, value)
  }
}

function add(xmp: Xmp, name: string | undefined, value: string) {
  if (!name || !value.trim()) return
  const known = xmp.get(name)
  if (!known) xmp.set(name, [value.trim()])
  else if (known.length < 1000) known.push(value.trim())
}

const named: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }

/** Character references and the five named entities of XML; others stay as they are written. */
export function unescapeXml(source: string): string {
  if (!source.includes('&')) return source
  return source.replace(
    /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(lt|gt|amp|quot|apos));/gi,
    (whole, decimal, hex, name) => {
      if (name) return named[name.toLowerCase()]
      const code = decimal ? Number(decimal) : Number.parseInt(hex, 16)
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole
    }
  )
}
