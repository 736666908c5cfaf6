/**
 * Named places where a test may stop the process: FAILPOINTS="import.after_link=kill"
 * (several with commas). Modes: kill, kill_together, throw:CODE, delay:ms.
 * Without the variable a fail point does nothing.
 */
const armed = new Map(
  (process.env.FAILPOINTS ?? '')
    .split(',')
    .filter(Boolean)
    .map((entry) => entry.split('=') as [string, string])
)

export async function failpoint(name: string): Promise<void> {
  const mode = armed.get(name)
  if (!mode) return
  const [verb, value] = mode.split(':')
  if (verb === 'kill') process.kill(process.pid, 'SIGKILL')
  if (verb === 'kill_together') await waitForTheOthers(name)
  if (verb === 'throw') throw Object.assign(new Error(`${value} at ${name}`), { code: value })
  if (verb === 'delay') await new Promise((resolve) => setTimeout(resolve, Number(value)))
}

/** Whoever comes first waits here, those after it pass; when one waits at each of these, all are killed. */
async function waitForTheOthers(name: string): Promise<void> {
  armed.delete(name)
  if (![...armed.values()].includes('kill_together')) process.kill(process.pid, 'SIGKILL')
  await new Promise(() => {})
}
