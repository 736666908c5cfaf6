/** Not asked of the application: console commands are listed, with all they import, before it knows. */
const inTest = process.env.NODE_ENV === 'test'

/** How job runs prove that they are alive. All times in milliseconds; tests wait less. */
export default {
  /** How often a worker looks whether its run was cancelled or taken over. */
  watchInterval: inTest ? 100 : 1_000,

  /** How often it writes that it is alive. */
  heartbeatInterval: inTest ? 300 : 5_000,

  /** A run whose heartbeat is older than this has lost its worker. */
  deadAfter: inTest ? 1_500 : 30_000,

  /** How often lost runs and lost wake-ups are looked for. */
  reconcileInterval: inTest ? 500 : 60_000,

  /** How long items under way may take to finish when the worker is asked to stop. */
  stopTimeout: inTest ? 2_000 : 8_000,

  /** So many deaths of the worker in a row at the same place, and the place is given up. */
  maxCrashes: 3,

  /** How many runs one worker performs side by side. */
  concurrency: 4,

  /** Finished runs are kept this long, the items of theirs that went well not so long. */
  keepRunsDays: 30,
  keepDoneItemsDays: 7,
}
