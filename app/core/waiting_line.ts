/**
 * Where everybody waits who asks to read something: more at once make nothing faster and everybody
 * slower. A page that comes a second late is still one; whoever would wait longer had better be
 * told, so that the others get theirs. Waiting also slows down who asks again at once.
 */
export const readers = createLine({ atOnce: 64, patience: 1_000, longest: 1_000 })

/**
 * Lets so many in at once; others wait, first come first served. `enter` answers false to whom the
 * wait of `patience` milliseconds became too long, and at once where `longest` wait already; who
 * was let in must `leave`.
 */
export function createLine({ atOnce, patience, longest }: Line) {
  const waiting = new Set<() => void>()
  let inside = 0

  function enter(): boolean | Promise<boolean> {
    if (inside < atOnce) return ++inside > 0
    return waiting.size < longest && new Promise(wait)
  }

  function wait(resolve: (isIn: boolean) => void) {
    const timer = setTimeout(() => {
      waiting.delete(letIn)
      resolve(false)
    }, patience)
    const letIn = () => {
      clearTimeout(timer)
      resolve(true)
    }
    waiting.add(letIn)
  }

  /** Whose place becomes free is taken by the next, so that nobody slips in between. */
  function leave() {
    const [next] = waiting
    if (!next) return void inside--
    waiting.delete(next)
    next()
  }

  return { enter, leave }
}

interface Line {
  atOnce: number
  patience: number
  longest: number
}
