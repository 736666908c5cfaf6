import { randomInt } from 'node:crypto'
import { isIP } from 'node:net'

const letters = 'abcdefghjkmnpqrstuvwxyz23456789'

/**
 * Until the first account is made, whoever comes first is the administrator. At this
 * machine anybody may; from another one it takes this code, which the server prints when
 * it listens to the network. A new one at each start.
 */
export const setupCode = Array.from({ length: 10 }, () => letters[randomInt(letters.length)]).join(
  ''
)

export function isThisMachine(ip: string) {
  const plain = ip.replace(/^::ffff:/, '')
  return plain === '::1' || plain === 'localhost' || (isIP(plain) === 4 && plain.startsWith('127.'))
}
