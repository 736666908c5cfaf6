import type { Peer } from '#tests/fakes/peers'

/** Each step of an order from its draft to its product, in their order, at which others may go on meanwhile. */
export const steps = [
  'order.after_placed',
  'order.before_post',
  'order.after_post',
  'order.after_accepted',
  'order.after_poll',
  'order.after_snapshot',
  'import.part_open',
  'import.mid_body',
  'import.after_fsync_staging',
  'order.after_download',
  'order.after_staged',
  'import.after_decode',
  'import.after_intent',
  'import.after_link',
  'import.after_dir_fsync',
  'import.after_commit',
  'import.after_staging_removed',
  'order.after_stored',
  'order.before_done',
  'order.after_done',
]
/** And those at which nobody else can: the worker, or the database, is at it. */
export const lonely = [
  'order.before_placed',
  'order.before_submitting',
  'order.submitting',
  'import.before_commit',
]
/** Each has a test of its own. */
export const others = ['order.after_cancel', 'order.before_resend']
/** No order comes by. */
export const elsewhere = [
  'import.after_copy',
  'import.before_exchange',
  'replace.before_commit',
  'replace.after_commit',
]

/** What is answered at once is neither asked for nor fetched later, and staged before it is noted. */
export function stepsOf({ synchronous }: Peer) {
  const later = /order.after_(poll|snapshot|download)|import.(part|mid|after_fsync)/
  return synchronous ? steps.filter((step) => !later.test(step)) : steps
}

export function canTell({ certain, synchronous }: Peer) {
  return certain && !synchronous
}

/**
 * Of results that are in the answer alone nothing can be had when it is gone; and between the note that
 * it is sent and the sending itself only a provider that knows our numbers can tell. Neither is paid twice.
 */
export function lossesOf({ certain, synchronous }: Peer) {
  return { lost: synchronous ? 1 : 0, unsent: certain ? 0 : 1 }
}

export function isCancelledWhileRunning({ synchronous, adapter }: Peer) {
  return !synchronous && adapter.capabilities.cancel === 'queued_and_running'
}
