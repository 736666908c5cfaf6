/** Lists short enough to be bound to one statement. */
export function chunksOf<T>(values: T[], length = 500): T[][] {
  return Array.from({ length: Math.ceil(values.length / length) }, (_, at) =>
    values.slice(at * length, (at + 1) * length)
  )
}
