/** One question of the matrix: who asks what, in which state it is, and what may be answered. */
export interface Cell {
  name: string
  wanted: Answer[]
  ask: () => Promise<Answer>
}

/**
 * `in` is anything that is no refusal, `out` the way to log in, `confirm` the way to give the
 * password again; an answer that `leaks` holds what is private to others, after one that
 * `meddles` it is not what it was.
 */
export type Answer = 'in' | 'out' | 'confirm' | 'leaks' | 'meddles' | number

/** What comes otherwise than the table says; prints how many were asked. */
export async function unexpected(cells: Cell[]) {
  const wrong: string[] = []
  for (const cell of cells) {
    const answer = await cell.ask()
    if (!cell.wanted.includes(answer)) wrong.push(`${cell.name}: ${answer}`)
  }
  console.log(`    ${cells.length} cells, ${wrong.length} unexpected`)
  return wrong
}
