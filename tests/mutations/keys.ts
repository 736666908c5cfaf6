/** The locks of the program, which of them is open, and which were tried since it was last asked. */
export interface Lock {
  number: number
  path: string
  text: string
  /** Which of several that say the same in one file. */
  nth: number
}

export const locks: Lock[] = []
const open = new Set<number>()
let tried = new Set<number>()

export function lockAt(path: string, text: string) {
  const nth = locks.filter((lock) => lock.path === path && lock.text === text).length + 1
  return locks.push({ number: locks.length, path, text, nth }) - 1
}

export function closed(lock: number) {
  tried.add(lock)
  return !open.has(lock)
}

/** Does this while some locks are open. */
export async function withOpen<Result>(numbers: number[], work: () => Promise<Result>) {
  for (const each of numbers) open.add(each)
  try {
    return await work()
  } finally {
    open.clear()
  }
}

/** The locks that were come by while this was done. */
export async function triedDuring(work: () => Promise<unknown>) {
  tried = new Set()
  await work()
  return tried
}
