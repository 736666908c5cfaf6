import { createServer } from 'node:net'
import { Refusal } from '#core/refusal'

/** Throws a Refusal where another program listens on the address, or where it is not ours to listen on. */
export async function refuseUnlessPortFree(host: string, port: number) {
  const probe = createServer()
  await new Promise<void>((resolve, reject) => {
    probe.once('error', (error) => reject(portRefusal(error, host, port)))
    probe.listen(port, host, () => probe.close(() => resolve()))
  })
}

/** Turns an error of listening into the sentence for people; other errors come back as they are. */
export function portRefusal(error: NodeJS.ErrnoException, host: string, port: number) {
  const reasons: Record<string, string> = {
    EADDRINUSE: `Port ${port} on ${host} is already in use: stop the program that uses it (perhaps Atelier is running already), or set PORT in .env.`,
    EACCES: `Port ${port} on ${host} may not be used by this user: set PORT in .env to one above 1023.`,
    EADDRNOTAVAIL: `This machine has no address ${host}: set HOST in .env to 127.0.0.1, or to 0.0.0.0 for the whole network.`,
    ENOTFOUND: `This machine has no address ${host}: set HOST in .env to 127.0.0.1, or to 0.0.0.0 for the whole network.`,
  }
  const sentence = reasons[error.code ?? '']
  return sentence ? new Refusal(sentence, { cause: error }) : error
}
