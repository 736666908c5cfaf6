import { setTimeout as delay } from 'node:timers/promises'
import logger from '@adonisjs/core/services/logger'
import orders from '#config/orders'
import type OrderAttempt from '#studio/models/order_attempt'
import { faultOfError } from '#studio/engine/asking'
import { beginWaiting } from '#studio/engine/beginning'
import { download } from '#studio/engine/downloading'
import { poll } from '#studio/engine/polling'
import { findOrResend } from '#studio/engine/reconciling'
import { submit } from '#studio/engine/submitting'
import { Fenced, giveBack, keepLeases, takeUnderWay } from '#studio/engine/taking'
import { nextTry } from '#studio/engine/waiting'

/**
 * Works off placed orders until the signal says stop: takes the attempts that are due, moves each of
 * them one step on and gives it back. All there is to know stands in the database, so that several
 * workers may do this, and a killed one is missed only until its leases end.
 */
export async function runEngine(stop: AbortSignal) {
  const busy = new Map<OrderAttempt, Promise<void>>()
  const leases = setInterval(
    () => keepLeases([...busy.keys()]).catch((err) => logger.warn({ err }, 'Leases not kept')),
    orders.leaseTime / 4
  )
  let lastWork = 0
  while (!stop.aborted) {
    const steps = await takeSteps([...busy.keys()], stop).catch(reported)
    if (steps.length) lastWork = Date.now()
    for (const { attempt, take } of steps) {
      busy.set(
        attempt,
        take().finally(() => busy.delete(attempt))
      )
    }
    const isAttentive = Date.now() - lastWork < orders.attentiveFor
    const pause = delay(isAttentive ? orders.glance : orders.idleTime, undefined, { signal: stop })
    await Promise.race([pause, ...busy.values()]).catch(() => {})
  }
  await Promise.all(busy.values())
  clearInterval(leases)
}

interface Step {
  attempt: OrderAttempt
  take: () => Promise<void>
}

/** What is under way goes first: it is paid for. */
async function takeSteps(busy: OrderAttempt[], stop: AbortSignal): Promise<Step[]> {
  const limit = orders.mostAtOnce - busy.length
  const underWay = await takeUnderWay(
    limit,
    busy.map(({ id }) => id)
  )
  const begun = await beginWaiting(limit - underWay.length)
  return [
    ...underWay.map((attempt) => stepOf(attempt, stop, stages[attempt.stage])),
    ...begun.map((attempt) => stepOf(attempt, stop, submit)),
  ]
}

type Stage = (attempt: OrderAttempt, stop: AbortSignal) => Promise<void>

const stages: Record<string, Stage> = {
  submitting: findOrResend,
  remote_queued: poll,
  running: poll,
  downloading: download,
}

function stepOf(attempt: OrderAttempt, stop: AbortSignal, stage: Stage): Step {
  return { attempt, take: () => stage(attempt, stop).catch((error) => later(attempt, error, stop)) }
}

/** Nothing is lost with a step that failed in a way nobody thought of: it is taken again. */
async function later(attempt: OrderAttempt, error: unknown, stop: AbortSignal) {
  if (error instanceof Fenced) return
  if (!stop.aborted) logger.error({ err: error, attempt: attempt.id }, 'A step of an order failed')
  await giveBack(attempt, { error: faultOfError(error), dueAt: nextTry(4) }).catch(() => {})
}

function reported(error: unknown): Step[] {
  logger.error({ err: error }, 'Due attempts could not be taken')
  return []
}
