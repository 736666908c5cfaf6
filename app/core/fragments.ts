/** So many characters of fragments are kept, with their keys. */
const most = 8_000_000

interface Kept {
  key: string
  fragment: string
}

const kept = new Map<string, Kept>()
let characters = 0

/**
 * A fragment as it was rendered for the same key before. The key holds every value that the
 * fragment shows: so it is never stale, and shows nobody what they did not bring along.
 */
export async function keptFragment(key: string, render: () => Promise<string>) {
  const known = kept.get(key) ?? { key, fragment: await render() }
  forget(key)
  keep(known)
  for (const oldest of kept.keys()) {
    if (characters <= most) break
    forget(oldest)
  }
  return known.fragment
}

/** Under the key it came with: that of each request, long as it is, would grow old in the memory. */
function keep(entry: Kept) {
  kept.set(entry.key, entry)
  characters += entry.key.length + entry.fragment.length
}

function forget(key: string) {
  const entry = kept.get(key)
  if (!entry) return
  kept.delete(key)
  characters -= entry.key.length + entry.fragment.length
}
