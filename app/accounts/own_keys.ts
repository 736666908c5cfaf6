import { type OwnKeys, keyProblems, keyTable, nameOfKey } from '#core/keys'
import type User from '#accounts/models/user'

/** The keys this person chose instead of the usual ones. */
export function ownKeysOf({ ownKeys }: User): OwnKeys {
  return JSON.parse(ownKeys ?? '{}')
}

/** Keeps the keys a person chose; what is empty or the usual one is left to the table. Answers what stands against it, by name, and keeps nothing then. */
export async function saveOwnKeys(user: User, sent: Record<string, string | null>) {
  const chosen: OwnKeys = {}
  for (const key of keyTable.filter(({ fixed }) => !fixed)) {
    const wanted = written(sent[nameOfKey(key)] ?? '')
    if (wanted && wanted !== key.keys) chosen[nameOfKey(key)] = wanted
  }
  const problems = keyProblems(chosen)
  if (!Object.keys(problems).length) await keep(user, chosen)
  return { chosen, problems }
}

/** The usual keys again. */
export function forgetOwnKeys(user: User) {
  return keep(user, {})
}

async function keep(user: User, chosen: OwnKeys) {
  const isUsual = !Object.keys(chosen).length
  await user.merge({ ownKeys: isUsual ? null : JSON.stringify(chosen) }).save()
}

/** A capital is typed with Shift, and blanks are one. */
function written(keys: string) {
  return keys
    .trim()
    .split(/\s+/)
    .map((key) => (/^[A-Z]$/.test(key) ? `Shift+${key}` : key))
    .join(' ')
}
