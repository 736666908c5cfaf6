import { parseJson } from '#library/metadata/decoding'
import { boxes } from '#library/metadata/containers/boxes'
import { readCbor } from '#library/metadata/containers/cbor'
import { own, text } from '#library/metadata/values'

/** What a C2PA manifest store says about how a picture came about. Signatures are not verified. */
export interface C2pa {
  claimGenerator?: string
  /** IPTC digital source types declared by any action or assertion, newest manifest first. */
  sourceTypes: string[]
  agents: string[]
  issuers: string[]
  createdAt?: string
}

/** Format: C2PA 2.1, section 11 (JUMBF, ISO 19566-5) and 18 (assertions). */
export function readC2pa(store: Buffer): C2pa {
  const c2pa: C2pa = { sourceTypes: [], agents: [], issuers: [] }
  const manifests = [...boxes(store)].flatMap(({ type, body }) =>
    type === 'jumb' ? [...boxes(body)] : []
  )
  for (const { type, body } of manifests.reverse()) if (type === 'jumb') readSuperbox(c2pa, body, 0)
  return c2pa
}

function readSuperbox(c2pa: C2pa, superbox: Buffer, depth: number) {
  if (depth > 8) return
  let label = ''
  for (const { type, body } of boxes(superbox)) {
    if (type === 'jumd') label = body.toString('utf8', 17, Math.max(17, body.indexOf(0, 17)))
    else if (type === 'jumb') readSuperbox(c2pa, body, depth + 1)
    else if (type === 'cbor' && label === 'c2pa.signature') readSigner(c2pa, body)
    else if (type === 'cbor')
      readAssertion(
        c2pa,
        label,
        attempt(() => readCbor(body))
      )
    else if (type === 'json') readAssertion(c2pa, label, parseJson(body.toString('utf8')))
  }
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}

function readAssertion(c2pa: C2pa, label: string, value: unknown) {
  if (/^c2pa\.claim(\.v\d+)?$/.test(label)) {
    const info = own(value, 'claim_generator_info')
    const first = Array.isArray(info) ? info[0] : info
    c2pa.claimGenerator ??= text(own(first, 'name')) ?? text(own(value, 'claim_generator'))
  } else if (label.startsWith('c2pa.actions')) {
    const actions = own(value, 'actions')
    for (const action of Array.isArray(actions) ? actions.slice(0, 500) : [])
      readAction(c2pa, action)
  } else {
    add(
      c2pa.sourceTypes,
      own(value, 'digitalSourceType') ?? own(value, 'Iptc4xmpExt:DigitalSourceType')
    )
  }
}

function readAction(c2pa: C2pa, action: unknown) {
  const agent = own(action, 'softwareAgent')
  add(c2pa.agents, own(agent, 'name') ?? agent)
  add(
    c2pa.sourceTypes,
    own(action, 'digitalSourceType') ?? own(own(action, 'parameters'), 'digitalSourceType')
  )
  c2pa.createdAt ??= text(own(action, 'when'))
}

function add(list: string[], value: unknown) {
  const found = text(value)
  if (found && !list.includes(found) && list.length < 100) list.push(found)
}

/** Organisations named in the certificates: the value after the object identifier 2.5.4.10. */
function readSigner(c2pa: C2pa, body: Buffer) {
  const organisation = Buffer.from([0x55, 0x04, 0x0a])
  for (
    let at = body.indexOf(organisation);
    at >= 0 && c2pa.issuers.length < 20;
    at = body.indexOf(organisation, at + 3)
  ) {
    const length = body[at + 4] ?? 0
    if (length < 100) add(c2pa.issuers, body.toString('utf8', at + 5, at + 5 + length))
  }
}
