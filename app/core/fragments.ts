/** So many characters of fragments are kept, with their keys. */
const most = 8_000_000

const kept = new Map<string, string>()
let characters = 0

/**
 * A fragment as it was rendered for the same key before. The key holds every value that the
 * fragment shows: so it is never stale, and shows nobody what they did not bring along.
 */
export async function keptFragment(key: string, render: () => Promise<string>) {
  const fragment = kept.get(key) ?? (await render())
  forget(key)
  kept.set(key, fragment)
  characters += key.length + fragment.length
  for (const oldest of kept.keys()) {
    if (characters <= most) break
    forget(oldest)
  }
  return fragment
}

function forget(key: string) {
  const fragment = kept.get(key)
  if (fragment === undefined) return
  kept.delete(key)
  characters -= key.length + fragment.length
}
