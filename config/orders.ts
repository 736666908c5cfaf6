/** Not asked of the application: console commands are listed, with all they import, before it knows. */
const inTest = process.env.NODE_ENV === 'test'

const runLimit = 3_600

/** How orders are worked off. All times in milliseconds; tests wait less. */
export default {
  /** How long an attempt belongs to the worker that took it, unless it says that it is still at it. */
  leaseTime: inTest ? 1_000 : 60_000,

  /** How often the worker looks for attempts that are due, for so long after the last one was, */
  glance: inTest ? 10 : 50,
  attentiveFor: 5_000,

  /** and how often while nothing is under way. */
  idleTime: inTest ? 20 : 500,

  /** Attempts a worker is busy with at the same time; most of them wait for an answer. */
  mostAtOnce: 32,

  /** How long a provider may take to answer a question about prices before an order goes without. */
  estimateTime: 4_000,

  /** How often is noted how far a job is, where that is told or can be asked beside its POST. */
  hearingTime: inTest ? 20 : 1_000,

  /** The first wait, which doubles up to the longest one. */
  shortestWait: inTest ? 20 : 1_000,
  longestWait: inTest ? 200 : 60_000,

  /** A provider may still be busy taking in what it was sent; before that, nothing is said never to have arrived. */
  settleTime: inTest ? 200 : 30_000,

  /**
   * How long is looked for an attempt whose acceptance is not known, where the provider cannot say for
   * certain: longer than a job may run, since some list it only when it has ended.
   */
  searchTime: inTest ? 500 : (runLimit + 600) * 1_000,

  /** A job that takes longer, waiting included, is cancelled. */
  timeLimit: 6 * 3_600_000,

  /** Seconds after which a provider is told to end a job of ours by itself. */
  runLimit,

  /** How often something that was refused for the moment is sent before it has failed. */
  mostSends: 4,

  /** How often is tried to write down that a provider took an order, before it is looked for there. */
  mostAccepts: 8,

  /** How often a result is fetched that does not come: two days, at one try a minute. */
  mostDownloads: 2 * 24 * 60,
}
