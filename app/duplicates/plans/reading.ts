/** Characters of one group: a thousand that go and as many that stay, with long names. */
const longest = 4_000_000
/** A plan nests five deep. */
const deepest = 8

interface Scan {
  piece: string
  depth: number
  inList: boolean
  quoted: boolean
  escaped: boolean
}

/**
 * The pieces of a saved plan as they are read: first what stands before its groups, then each group.
 * No more than one of them is held, however long or deep the file is. Throws SyntaxError where it is
 * no plan.
 */
export async function* piecesOf(text: AsyncIterable<string>): AsyncGenerator<unknown> {
  const scan = { piece: '', depth: 0, inList: false, quoted: false, escaped: false }
  for await (const chunk of text) yield* wholePieces(scan, chunk)
  if (scan.depth || scan.piece.trim() !== '}') throw new SyntaxError('It ends in the middle.')
}

function* wholePieces(scan: Scan, chunk: string): Generator<unknown> {
  let from = 0
  for (let at = 0; at < chunk.length; at++) {
    const ended = endedBy(chunk[at], scan)
    if (!ended) continue
    const piece = scan.piece + chunk.slice(from, at)
    scan.piece = ''
    from = at + 1
    if (ended === 'head') yield JSON.parse(`${piece}[]}`)
    else if (piece.trim()) yield JSON.parse(piece)
  }
  scan.piece += chunk.slice(from)
  if (scan.piece.length > longest) throw new SyntaxError('A part of it is too long.')
}

/** What one sign ends: all that stands before the groups, or a group. */
function endedBy(sign: string, scan: Scan): 'head' | 'group' | undefined {
  if (scan.quoted) return skipQuoted(sign, scan)
  if (sign === '"') scan.quoted = true
  if (sign === '{' || sign === '[') {
    if (++scan.depth > deepest) throw new SyntaxError('It nests too deep.')
    if (sign === '[' && scan.depth === 2) scan.inList = true
    return scan.inList && scan.depth === 2 ? 'head' : undefined
  }
  if (sign === '}' || sign === ']') scan.depth--
  const isOver = scan.inList && scan.depth === 1
  if (isOver) scan.inList = false
  return isOver || (scan.inList && scan.depth === 2 && sign === ',') ? 'group' : undefined
}

function skipQuoted(sign: string, scan: Scan) {
  if (scan.escaped) scan.escaped = false
  else if (sign === '\\') scan.escaped = true
  else if (sign === '"') scan.quoted = false
  return undefined
}
