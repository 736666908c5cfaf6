import { createHash } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'

const guid = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'

/** Answers the handshake of RFC 6455 and gives what writes a text; whoever says goodbye is let go. */
export function acceptSocket(message: IncomingMessage, socket: Duplex) {
  const accepted = createHash('sha1').update(`${message.headers['sec-websocket-key']}${guid}`)
  const lines = [
    'HTTP/1.1 101 Switching Protocols',
    'Upgrade: websocket',
    'Connection: Upgrade',
    `Sec-WebSocket-Accept: ${accepted.digest('base64')}`,
  ]
  socket.write(`${lines.join('\r\n')}\r\n\r\n`)
  socket.on('error', () => {})
  socket.on('data', (frame: Buffer) => (frame[0] & 15) === 8 && socket.end())
  return (text: string) => socket.write(frameOf(Buffer.from(text)))
}

function frameOf(body: Buffer) {
  const isShort = body.length < 126
  const head = isShort ? [0x81, body.length] : [0x81, 126, body.length >> 8, body.length & 255]
  return Buffer.concat([Buffer.from(head), body])
}
