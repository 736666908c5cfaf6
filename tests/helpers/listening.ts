import logger from '@adonisjs/core/services/logger'

/** Everything the program writes to its log meanwhile, down to the last detail, instead of writing it. */
export function listenToLog() {
  const { level, pino } = logger
  const symbol = Object.getOwnPropertySymbols(pino).find(
    ({ description }) => description === 'pino.stream'
  )!
  const own = pino as unknown as Record<symbol, unknown>
  const stream = own[symbol]
  const chunks: string[] = []
  own[symbol] = { write: (line: string) => void chunks.push(line) }
  logger.level = 'trace'
  return {
    text: () => chunks.join(''),
    stop() {
      logger.level = level
      own[symbol] = stream
    },
  }
}

/** What is written to a terminal meanwhile, instead of writing it. */
export function listenTo(...terminals: NodeJS.WriteStream[]) {
  const chunks: string[] = []
  const before = terminals.map(({ write }) => write)
  for (const terminal of terminals) {
    terminal.write = (chunk: string | Uint8Array) =>
      chunks.push(Buffer.from(chunk as string).toString()) > 0
  }
  return {
    text: () => chunks.join(''),
    stop: () => terminals.forEach((terminal, index) => (terminal.write = before[index])),
  }
}
