import { monitorEventLoopDelay } from 'node:perf_hooks'

/** Loaded into the web process by the bench only: tells how long the event loop was held. */
const resolution = 1
const delay = monitorEventLoopDelay({ resolution })
delay.enable()

process.on('message', (message) => {
  if (message !== 'loop') return
  const milliseconds = (nanoseconds: number) => nanoseconds / 1e6 - resolution
  process.send!({
    loop: { max: milliseconds(delay.max), p99: milliseconds(delay.percentile(99)) },
  })
  delay.reset()
})
process.channel?.unref()
