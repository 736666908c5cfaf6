/** The values generators write, made into ours. All of them take anything and answer undefined for nonsense. */

export function text(value: unknown): string | undefined {
  if (typeof value === 'number' || typeof value === 'bigint') return String(value)
  if (typeof value !== 'string') return undefined
  const trimmed = value.replace(/\r\n?/g, '\n').replaceAll('\0', '').trim()
  return trimmed === '' ? undefined : trimmed
}

export function number(value: unknown): number | undefined {
  if (typeof value === 'string' && value.trim() === '') return undefined
  const found = typeof value === 'string' ? Number(value.trim()) : value
  return typeof found === 'number' && Number.isFinite(found) ? found : undefined
}

export function integer(value: unknown): number | undefined {
  const found = number(value)
  return found === undefined ? undefined : Math.trunc(found)
}

/** Seeds stay text. Negative ones mean "choose one" and say nothing. */
export function seed(value: unknown): string | undefined {
  const found = typeof value === 'number' ? String(Math.trunc(value)) : text(value)
  return found && /^\d{1,39}$/.test(found) ? found : undefined
}

const modelFile = /\.(safetensors|ckpt|gguf|sft|pth?|bin|onnx)$/i

/** The name people know a model by: no folder, no file ending. */
export function modelName(value: unknown): string | undefined {
  const found = text(value)
  if (!found || /^(none|null|undefined)$/i.test(found)) return undefined
  const name = found.split(/[\\/]/).pop()!.replace(modelFile, '').trim()
  return name || undefined
}

/** `512x768`, `832 x 1216`, `(1152, 896)`. */
export function size(value: unknown): { generatedWidth?: number; generatedHeight?: number } {
  const match = /(\d{1,6})\s*[x×*,]\s*(\d{1,6})/i.exec(text(value) ?? '')
  return match ? { generatedWidth: Number(match[1]), generatedHeight: Number(match[2]) } : {}
}

/** `2024:01:31 10:20:30`, ISO 8601 and the like → 'YYYY-MM-DD HH:MM:SS', the wall clock as written. */
export function wallClock(value: unknown): string | undefined {
  const match = /^\s*(\d{4})[-:/.](\d\d)[-:/.](\d\d)(?:[T ]+(\d\d):(\d\d)(?::(\d\d))?)?/.exec(
    text(value) ?? ''
  )
  if (!match) return mailDate(value)
  const [, year, month, day, hour = '00', minute = '00', second = '00'] = match
  const at = new Date(Date.UTC(+year, +month - 1, +day, +hour, +minute, Math.min(59, +second)))
  const written = `${year}-${month}-${day} ${hour}:${minute}:${second === '60' ? '59' : second}`
  return at.toISOString().slice(0, 19).replace('T', ' ') === written ? written : undefined
}

/** `Sun, 21 Jan 2024 13:17:47 GMT`, the clock as written. */
function mailDate(value: unknown): string | undefined {
  const match = /^\s*(?:[A-Za-z]{3},\s*)?(\d{1,2}) ([A-Za-z]{3}) (\d{4}) (\d\d:\d\d:\d\d)/.exec(
    text(value) ?? ''
  )
  const month = match ? 'janfebmaraprmayjunjulaugsepoctnovdec'.indexOf(match[2].toLowerCase()) : -1
  if (!match || month < 0 || month % 3) return undefined
  const two = (part: number | string) => String(part).padStart(2, '0')
  return wallClock(`${match[3]}-${two(month / 3 + 1)}-${two(match[1])} ${match[4]}`)
}

export type JsonObject = Record<string, unknown>

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The object without these keys. */
export function without(value: JsonObject, ...keys: string[]): JsonObject {
  return Object.fromEntries(Object.entries(value).filter(([key]) => !keys.includes(key)))
}

/** A property of the object itself, never of its prototype. */
export function own(value: unknown, key: string): unknown {
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined
}
