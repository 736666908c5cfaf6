import type { Lora } from '#library/metadata/facts'

const most = 100
const longestName = 200

/** The LoRAs of an asset: a person's own word where there is one, else what was parsed. */
export function lorasOf({ parsed, own }: { parsed: object; own: object }): Lora[] {
  const said = (layer: { loras?: Lora[] }) => layer.loras
  return said(own) ?? said(parsed) ?? []
}

/** One a line, as a form takes them: `detail:0.8`. */
export function lorasText(loras: Lora[]) {
  return loras
    .map(({ name, weight }) => (weight === undefined ? name : `${name}:${weight}`))
    .join('\n')
}

/**
 * What lorasText wrote, or a person typed: a name a line, its weight after a
 * colon, with or without the `<lora:…>` of a prompt. Throws with a sentence.
 */
export function readLoras(text: string): Lora[] {
  const lines = text.split('\n').map((line) => line.trim())
  const loras = lines.filter(Boolean).map(readLora)
  if (loras.length > most) throw new Error(`An item can have at most ${most} LoRAs.`)
  return [...new Map(loras.map((lora) => [lora.name, lora])).values()]
}

function readLora(line: string): Lora {
  const plain = line.replace(/^<lora:(.*)>$/i, '$1')
  const [, name, weight] = /^(.*?)(?:\s*:\s*(-?\d+(?:[.,]\d+)?))?$/.exec(plain)!
  if (!name) throw new Error(`“${line}” has no name. Write a LoRA like detail:0.8, one a line.`)
  if (name.length > longestName) {
    throw new Error(`The name of a LoRA can have at most ${longestName} characters.`)
  }
  return weight === undefined ? { name } : { name, weight: Number(weight.replace(',', '.')) }
}
