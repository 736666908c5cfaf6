import { balanced } from '#library/metadata/decoding'

/** The text of Stable Diffusion web UI, taken apart. */
export interface Infotext {
  prompt?: string
  negativePrompt?: string
  template?: string
  negativeTemplate?: string
  /** In lower case; quotes undone. */
  settings: Map<string, string>
}

const pair =
  /\s*([\p{L}\p{N}_][\p{L}\p{N}_ \-/]{0,60}):\s*("[^\\"]*(?:\\.[^\\"]*)*"|[^,]*)(?:,|$)/gu
const longest = 1_000_000

/**
 * Prompt, negative prompt and settings of an infotext; undefined when the text
 * is none. Format: AUTOMATIC1111 `modules/infotext_utils.py`: settings are the
 * last line that has at least three pairs, labels count at a line's start.
 */
export function splitInfotext(written: string): Infotext | undefined {
  const source = written.slice(0, longest).replace(/\r\n?/g, '\n').replaceAll('\0', '')
  if (!/\bSteps\s*:\s*\d|\bSeed\s*:\s*\d|\bSampler\s*:/i.test(source)) return undefined
  const lines = source.trim().split('\n')
  const at = settingsLine(lines)
  if (at < 0) return splitSingleLine(source)
  return {
    ...splitPrompts(lines.slice(0, at)),
    settings: readSettings(lines[at]),
    ...templates(lines.slice(at + 1).join('\n')),
  }
}

/** The last line that is settings: `Steps:` first, or three pairs with one that only settings have. */
function settingsLine(lines: string[]): number {
  for (let index = lines.length - 1; index >= 0; index--) {
    const line = lines[index]
    if (/^\s*(Template|Negative Template|Wildcard prompt)\s*:/i.test(line)) continue
    if (/^\s*Steps\s*:\s*\d/i.test(line) && readSettings(line).size >= 2) return index
    if (
      /\b(Steps|Seed|Sampler)\s*:/i.test(line) &&
      !/^\s*Negative prompt\s*:/i.test(line) &&
      startsAsSettings(line)
    )
      return index
  }
  return -1
}

function startsAsSettings(line: string): boolean {
  if (!/^\s*[A-Z][\w \-/]{1,40}:\s*[^,]*,/.test(line)) return false
  return readSettings(line).size >= 3
}

export function readSettings(line: string): Map<string, string> {
  const settings = new Map<string, string>()
  const add = (key: string, value: string) => {
    const name = key.trim().toLowerCase()
    if (!settings.has(name)) settings.set(name, unquote(value.trim()))
  }
  const plain = line.includes('{') || line.includes('[') ? withoutJson(line, add) : line
  for (const [, key, value] of plain.matchAll(pair)) add(key, value)
  return settings
}

/** Takes `Hashes: {…}` and `Civitai resources: […]` out of a line: their commas are not ours. */
function withoutJson(line: string, add: (key: string, value: string) => void): string {
  const start = /(?:^|,)\s*([\p{L}\p{N}_][\p{L}\p{N}_ \-/]{0,60}):\s*(?=[{[])/gu
  let rest = ''
  let kept = 0
  for (let match = start.exec(line); match; match = start.exec(line)) {
    const json = balanced(line, start.lastIndex)
    if (!json) break
    add(match[1], json)
    rest += line.slice(kept, match.index)
    kept = start.lastIndex + json.length
    start.lastIndex = kept
  }
  return rest + line.slice(kept)
}

function unquote(value: string): string {
  if (!/^".*"$/s.test(value) || value.length < 2) return value
  try {
    return String(JSON.parse(value))
  } catch {
    return value.slice(1, -1)
  }
}

function splitPrompts(lines: string[]) {
  const prompt: string[] = []
  const negative: string[] = []
  let target = prompt
  for (const line of lines) {
    const label = /^\s*Negative prompt\s*:\s?/i.exec(line)
    if (label && target === prompt) {
      target = negative
      target.push(line.slice(label[0].length))
    } else {
      target.push(line)
    }
  }
  return { prompt: prompt.join('\n').trim(), negativePrompt: negative.join('\n').trim() }
}

/** sd-dynamic-prompts writes its templates after the settings. */
function templates(rest: string) {
  const [positive, negative] = rest.split(/^\s*Negative Template\s*:\s*/im)
  const template = /^\s*(?:Template|Wildcard prompt)\s*:\s*([\s\S]*)$/im.exec(positive)?.[1]
  return { template: template?.trim(), negativeTemplate: negative?.trim() }
}

/** Everything on one line: `… Negative prompt: … Steps: 20, Sampler: …`. */
function splitSingleLine(source: string): Infotext | undefined {
  const start = /(?:^|[.,;\s])\s*(Steps\s*:\s*\d+\s*,)/i.exec(source)
  if (!start) return undefined
  const from = start.index + start[0].length - start[1].length
  const settings = readSettings(source.slice(from).replaceAll('\n', ' '))
  if (settings.size < 3) return undefined
  const [prompt, negative = ''] = source
    .slice(0, from)
    .split(/(?:^|[.,\s])\s*Negative prompt\s*:/i, 2)
  const ended = (part: string) => part.trim().replace(/[.,]$/, '').trim()
  return { prompt: ended(prompt), negativePrompt: ended(negative), settings }
}
