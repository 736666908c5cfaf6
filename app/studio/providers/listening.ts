import { WebSocket } from 'undici'
import { directAgent } from '#studio/providers/connecting'

interface Listener {
  headers?: Record<string, string>
  signal: AbortSignal
  /** Whether it wants to hear more. */
  hear: (text: string) => boolean
}

/** Listens at a socket of a provider until nobody wants to hear more, or it is closed there; pictures sent along are passed over. */
export function listenAt(url: string, { headers, signal, hear }: Listener): Promise<void> {
  if (signal.aborted) return Promise.resolve()
  const socket = new WebSocket(url.replace(/^http/, 'ws'), { headers, dispatcher: directAgent })
  const close = () => socket.close()
  signal.addEventListener('abort', close, { once: true })
  socket.addEventListener('message', ({ data }) => {
    if (typeof data === 'string' && !hear(data)) close()
  })
  /** What is not heard is asked: nobody needs to know why. */
  socket.addEventListener('error', close)
  return new Promise((resolve) => {
    socket.addEventListener('close', () => {
      signal.removeEventListener('abort', close)
      resolve()
    })
  })
}
