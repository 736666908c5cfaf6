/**
 * A row of `npm run bench`: something of ours against its yardstick, measured in
 * the same run. Files in this folder export `rows: BenchRow[]` and stand in run.ts.
 */
export type BenchRow = {
  /** Unique and short, in the words of the table: 'import, PNG 1024²'. */
  name: string
  /** What must hold, and what we want: at most so much, unless `better` is 'higher'. */
  bar: number
  aim?: number
  better?: 'lower' | 'higher'
  /** '×' for a ratio against the yardstick, else 'ms', 'MB' … */
  unit: string
  run(options: BenchOptions): Promise<BenchResult>
}

export type BenchOptions = {
  /** A tenth of the data (100,000 assets in place of a million), to try the bench itself. */
  quick: boolean
  /** A folder of different photographs, for the rows about duplicates. */
  photos?: string
  /** An empty folder of the run, removed at its end. */
  folder: string
}

export type BenchResult = {
  value: number
  /** What was measured on both sides, for the reader of the table: '21.4 ms against 14.6 ms'. */
  detail: string
}

/** The middle value; of an even number the mean of the two in the middle. */
export function median(values: number[]) {
  const sorted = [...values].sort((one, other) => one - other)
  const middle = sorted.length >> 1
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

/** The value that `share` of all lie at or below: `percentile(times, 0.95)`. */
export function percentile(values: number[], share: number) {
  const sorted = [...values].sort((one, other) => one - other)
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)]
}

/**
 * Measures several things in turn, round after round, so that a slow moment of the
 * machine hits all of them alike. Answers the median of each; the first round warms up.
 */
export async function interleave<Name extends string>(
  rounds: number,
  measures: Record<Name, () => Promise<number>>
) {
  const names = Object.keys(measures) as Name[]
  const values = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<
    Name,
    number[]
  >
  for (let round = 0; round <= rounds; round++) {
    for (const name of names) {
      const value = await measures[name]()
      if (round > 0) values[name].push(value)
    }
  }
  return Object.fromEntries(names.map((name) => [name, median(values[name])])) as Record<
    Name,
    number
  >
}

/** CPU time in milliseconds, user and system, of this process while `work` runs. */
export async function cpuMilliseconds(work: () => Promise<unknown>) {
  const before = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1_000
}
