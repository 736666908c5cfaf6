import { setTimeout as delay } from 'node:timers/promises'
import { DateTime } from 'luxon'
import logger from '@adonisjs/core/services/logger'
import { workerStop } from '#queue/stopping'

type Task = { pause: () => number; name: string; perform: () => Promise<unknown> }

const tasks: Task[] = []
const companions: ((stop: AbortSignal) => Promise<unknown>)[] = []
const firstAfter = 10_000

/**
 * Work the worker does again and again: first shortly after it starts, then so
 * many minutes after the last time ended. Registered in start/scheduler.ts. Long
 * work starts a run; a task itself should take seconds and be safe to repeat.
 */
export function everyMinutes(minutes: number, name: string, perform: () => Promise<unknown>) {
  tasks.push({ pause: () => minutes * 60_000, name, perform })
}

/** The same, once a night at three by the clock of this machine; a night it slept through is made up for at its start. */
export function everyNight(name: string, perform: () => Promise<unknown>) {
  tasks.push({ pause: () => untilNight(DateTime.now()), name, perform })
}

/** Milliseconds until it is three o'clock the next time. */
export function untilNight(now: DateTime) {
  const today = now.startOf('day').set({ hour: 3 })
  const next = today > now ? today : now.plus({ days: 1 }).startOf('day').set({ hour: 3 })
  return next.diff(now).toMillis()
}

/** Work with a rhythm of its own, which the worker does all the time beside the runs, until the signal says stop. */
export function alongside(perform: (stop: AbortSignal) => Promise<unknown>) {
  companions.push(perform)
}

/** Answers a function that waits for what is in hand: periodic tasks two seconds, companions as long as runs may take. */
export function startPeriodicWork() {
  const { signal } = workerStop
  const loops = Promise.all(tasks.map((task) => repeat(task, signal)))
  const others = Promise.all(companions.map((perform) => perform(signal)))
  return () => Promise.all([Promise.race([loops, delay(2_000, undefined, { ref: false })]), others])
}

async function repeat({ pause: untilNext, name, perform }: Task, signal: AbortSignal) {
  await pause(firstAfter, signal)
  while (!signal.aborted) {
    try {
      await perform()
    } catch (error) {
      logger.error({ err: error, task: name }, 'Periodic work failed')
    }
    await pause(untilNext(), signal)
  }
}

const pause = (milliseconds: number, signal: AbortSignal) =>
  delay(milliseconds, undefined, { signal }).catch(() => {})
