/** What one generation parser, or a side file, says about how a picture was made. Every field is optional. */
export interface Facts {
  generator?: string
  generatorVersion?: string
  /** txt2img, img2img, inpaint, upscale, txt2vid … in the generator's own word. */
  mode?: string
  prompt?: string
  negativePrompt?: string
  characterPrompts?: string[]
  /** The text before wildcards and random choices were filled in. */
  template?: string
  negativeTemplate?: string
  model?: string
  modelHash?: string
  vae?: string
  loras?: Lora[]
  /** Decimal text: seeds exceed 2^53. */
  seed?: string
  sampler?: string
  scheduler?: string
  steps?: number
  cfgScale?: number
  distilledCfg?: number
  denoise?: number
  clipSkip?: number
  generatedWidth?: number
  generatedHeight?: number
  hires?: { scale?: number; upscaler?: string; steps?: number; denoise?: number }
  tags?: string[]
  /** 1–5, a proposal for the person who imports. */
  rating?: number
  notes?: string
  title?: string
  /** 'YYYY-MM-DD HH:MM:SS', wall clock. */
  capturedAt?: string
  ai?: boolean
  /** True when the file can be opened again as a node graph. */
  hasWorkflow?: boolean
  /** Who vouches for how the picture came about (C2PA, IPTC digital source type). */
  provenance?: { declaration?: string; issuer?: string; claimGenerator?: string }
  /** Everything else that was said, under the names the generator uses. */
  extra?: Record<string, unknown>
}

export interface Lora {
  name: string
  weight?: number
  hash?: string
}

/** Field → where it was read, for example `comfyui (png prompt)`. */
export type Sources = Partial<Record<keyof Facts, string>>
export type SourcedFacts = Facts & { source: Sources }

/** Fills what `facts` does not say yet with what `more` says, and notes where each value came from. */
export function fillIn(facts: SourcedFacts, more: Facts | null | undefined, source: string) {
  if (!more) return facts
  for (const [key, value] of Object.entries(more)) {
    if (value === undefined || value === null || key === 'source') continue
    if (key === 'extra') {
      facts.extra = { ...(value as Facts['extra']), ...facts.extra }
    } else if ((facts as any)[key] === undefined) {
      ;(facts as any)[key] = value
      facts.source[key as keyof Facts] = source
    }
  }
  return facts
}

/** Drops what says nothing: undefined, empty lists and text that is only white. */
export function compact(facts: Facts): Facts {
  const kept: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(facts)) {
    if (value === undefined || value === null || Number.isNaN(value)) continue
    if (typeof value === 'string' && !value.trim()) continue
    if (Array.isArray(value) && !value.length) continue
    if (typeof value === 'object' && !Object.keys(value).length) continue
    kept[key] = value
  }
  return kept
}
