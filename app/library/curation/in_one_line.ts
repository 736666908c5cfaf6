/** A list of names and values, such as what was chosen in an order, is written out; what is deeper stays as it is. */
export function inOneLine(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value ?? '')
  const entries = Object.entries(value)
  const isFlat = !Array.isArray(value) && entries.every(([, each]) => typeof each !== 'object')
  return isFlat ? entries.map((pair) => pair.join(': ')).join(' · ') : JSON.stringify(value)
}
