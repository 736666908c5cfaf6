import { type Behaviour, failing, redirecting, tooMany } from '#tests/fakes/behaviours'
import type { Peer } from '#tests/fakes/peers'

export type Place = 'submitting' | 'polling' | 'fetching'

/** What an order meets on its way, and what has to become of it: made, or failed with this code. */
export interface Network {
  at: Place
  name: string
  end: (peer: Peer) => string
  meets: Behaviour[]
  /** Providers part ways here: what one can find again, another cannot. */
  isParting: boolean
}

const made = () => 'made'
/** The machine took it, and its answer got lost. */
const found = ({ synchronous }: Peer) => (synchronous ? 'lost' : 'made')
/** The machine did not take it: sent again where that is certain. */
const resent = ({ certain }: Peer) => (certain ? 'made' : 'lost')
const failed = (code: string) => () => code

const meeting =
  (at: Place) =>
  (name: string, end: Network['end'], ...meets: Behaviour[]): Network => ({
    ...{ at, name, end, meets },
    isParting: end === found || end === resent,
  })
const submitting = meeting('submitting')
const polling = meeting('polling')
const fetching = meeting('fetching')

const often = (behaviour: Behaviour): Behaviour[] => Array(9).fill(behaviour)
const silence = { is: 'stall', accepted: true } as const
const inside = redirecting('http://169.254.169.254/')
const proxy = { is: 'wrong_type' } as const
const accepted503 = {
  is: 'answer',
  answer: { status: 503, body: 'Bad gateway' },
  accepted: true,
} as const
const hugePicture = Buffer.concat([
  Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'),
  Buffer.alloc(200_000),
])

export const networks = [
  submitting('a reset before it was taken', resent, { is: 'reset', accepted: false }),
  submitting('a reset after it was taken', found, { is: 'reset', accepted: true }),
  submitting('silence before it was taken', resent, { is: 'stall', accepted: false }),
  submitting('silence after it was taken', found, silence),
  submitting('silence in the middle of the answer', found, { is: 'stall_in_body' }),
  submitting('half an answer', found, { is: 'half_body' }),
  submitting('an answer cut off', found, { is: 'truncated_json' }),
  submitting('the page of a proxy', found, proxy),
  submitting('too many, with a time', made, tooMany('1')),
  submitting('too many, without', made, tooMany(), tooMany()),
  submitting('an internal error', resent, failing(500)),
  submitting('not available', resent, failing(503)),
  submitting('not available after it was taken', found, accepted503),
  submitting('a way to a private address', made, inside),
  polling('internal errors', made, ...often(failing(500))),
  polling('resets', made, ...often({ is: 'reset', accepted: true })),
  polling('silence', made, silence, silence, silence, silence, silence),
  polling('silence in the middle', made, { is: 'stall_in_body' }),
  polling('half an answer', made, { is: 'half_body' }),
  polling('the page of a proxy', made, proxy),
  polling('too many', made, tooMany(), tooMany()),
  fetching('silence', made, silence, silence),
  fetching('silence in the middle', made, { is: 'stall_in_body' }),
  fetching('half a picture', made, { is: 'half_body' }),
  fetching('an internal error', made, failing(500)),
  fetching('nothing any more', failed('output_expired'), ...often(failing(404))),
  fetching('the page of a proxy', failed('output_invalid'), ...often(proxy)),
  fetching('a way to a private address', failed('address_refused'), ...often(inside)),
  fetching(
    'more than anybody wants',
    failed('output_too_large'),
    ...often({ is: 'answer', answer: { body: hugePicture } })
  ),
]
