import { box } from '#tests/helpers/files/film'

export interface C2paOptions {
  claimGenerator: string
  /** IPTC concept id, `trainedAlgorithmicMedia` … */
  sourceType?: string
  softwareAgent?: string
}

/** A C2PA manifest store with one manifest, unsigned. */
export function c2pa({ claimGenerator, sourceType, softwareAgent }: C2paOptions): Buffer {
  const action: Record<string, unknown> = { action: 'c2pa.created' }
  if (softwareAgent) action.softwareAgent = { name: softwareAgent }
  if (sourceType)
    action.digitalSourceType = `http://cv.iptc.org/newscodes/digitalsourcetype/${sourceType}`
  const assertions = superbox(
    'c2pa.assertions',
    superbox('c2pa.actions.v2', box('cbor', cbor({ actions: [action] })))
  )
  const claim = superbox(
    'c2pa.claim.v2',
    box('cbor', cbor({ claim_generator_info: { name: claimGenerator } }))
  )
  return superbox('c2pa', superbox('urn:c2pa:1', assertions, claim))
}

function superbox(label: string, ...bodies: Buffer[]): Buffer {
  const description = Buffer.concat([Buffer.alloc(16), Buffer.from([3]), Buffer.from(`${label}\0`)])
  return box('jumb', box('jumd', description), ...bodies)
}

/** Just enough CBOR for texts, lists and maps. */
export function cbor(value: unknown): Buffer {
  if (Array.isArray(value)) return Buffer.concat([head(4, value.length), ...value.map(cbor)])
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value)
    return Buffer.concat([
      head(5, entries.length),
      ...entries.flatMap(([key, inner]) => [cbor(key), cbor(inner)]),
    ])
  }
  const text = Buffer.from(String(value))
  return Buffer.concat([head(3, text.length), text])
}

function head(major: number, length: number): Buffer {
  return length < 24
    ? Buffer.from([(major << 5) | length])
    : Buffer.from([(major << 5) | 25, length >> 8, length & 255])
}
