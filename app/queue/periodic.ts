import { setTimeout as delay } from 'node:timers/promises'
import logger from '@adonisjs/core/services/logger'
import { workerStop } from '#queue/stopping'

type Task = { minutes: number; name: string; perform: () => Promise<unknown> }

const tasks: Task[] = []
const companions: ((stop: AbortSignal) => Promise<unknown>)[] = []
const firstAfter = 10_000

/**
 * Work the worker does again and again: first shortly after it starts, then so
 * many minutes after the last time ended. Registered in start/scheduler.ts. Long
 * work starts a run; a task itself should take seconds and be safe to repeat.
 */
export function everyMinutes(minutes: number, name: string, perform: () => Promise<unknown>) {
  tasks.push({ minutes, name, perform })
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

async function repeat({ minutes, name, perform }: Task, signal: AbortSignal) {
  await pause(firstAfter, signal)
  while (!signal.aborted) {
    try {
      await perform()
    } catch (error) {
      logger.error({ err: error, task: name }, 'Periodic work failed')
    }
    await pause(minutes * 60_000, signal)
  }
}

const pause = (milliseconds: number, signal: AbortSignal) =>
  delay(milliseconds, undefined, { signal }).catch(() => {})
