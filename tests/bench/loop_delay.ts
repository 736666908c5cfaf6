import { monitorEventLoopDelay } from 'node:perf_hooks'

/**
 * Loaded into the web process by the bench only: tells how long the event loop was held
 * since it was asked last. Watches from the first question on, for watching costs CPU.
 */
const resolution = 1
const delay = monitorEventLoopDelay({ resolution })

process.on('message', (message) => {
  if (message !== 'loop') return
  const milliseconds = (nanoseconds: number) => nanoseconds / 1e6 - resolution
  process.send!({
    loop: { max: milliseconds(delay.max), p99: milliseconds(delay.percentile(99)) },
  })
  delay.reset()
  delay.enable()
})
process.channel?.unref()
