/** How providers are asked. All times in milliseconds; tests wait less. */
export default {
  /** How long an answer to a question is waited for, where the adapter does not know better, */
  answerTime: 30_000,

  /** and one to an order. */
  acceptTime: 60_000,

  /** The wait before a question is asked again, which doubles each time. */
  shortestWait: process.env.NODE_ENV === 'test' ? 20 : 300,
}
