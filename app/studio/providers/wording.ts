import type { ProviderContext } from '#studio/providers/contract'

/** A provider's own text made fit to be kept: short, and without the key it may repeat. */

const longestWords = 500

/** One line; null of what is no text. */
export function words(context: ProviderContext, text: unknown): string | null {
  if (typeof text !== 'string') return null
  return withoutKey(context, text).replace(/\s+/g, ' ').trim().slice(0, longestWords) || null
}

/** The last lines of a log. */
export function logTail(context: ProviderContext, log: string): string | undefined {
  const lines = withoutKey(context, log).trimEnd().split('\n').slice(-20)
  return lines.join('\n').slice(-2000) || undefined
}

/** 0..1 from the last tqdm line of a log, ` 50%|###   | 14/28`. */
export function progressIn(log: string): number | undefined {
  const lines = log.split(/[\n\r]/)
  const line = lines.findLast((text) => /^\s*\d+%\s*\|.+?\|\s*\d+\/\d+/.test(text))
  return line === undefined ? undefined : Math.min(Number.parseInt(line) / 100, 1)
}

/** Keys of two parts, `id:secret`, are known by either. */
function withoutKey({ secret }: ProviderContext, text: string) {
  const parts = [secret, ...secret.split(':')].filter((part) => part.length >= 6)
  return parts.reduce((clean, part) => clean.replaceAll(part, '…'), text)
}
