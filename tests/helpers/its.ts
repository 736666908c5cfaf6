/** One property of what is waited for, where nothing else of it matters. */
export async function its<Key extends PropertyKey, Value>(
  key: Key,
  work: PromiseLike<{ [name in Key]: Value }>
): Promise<Value> {
  const done = await work
  return done[key]
}
