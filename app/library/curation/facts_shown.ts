import { readableDuration, readableSize } from '#library/gallery/readable'
import {
  editableFields,
  fieldText,
  type FieldKind,
  type FieldName,
  type FieldValue,
} from '#library/curation/fields'
import { inOneLine } from '#library/curation/in_one_line'
import { lorasOf } from '#library/curation/loras'
import type { Lora } from '#library/metadata/facts'
import { versionOf } from '#library/curation/editing'
import { libraryUrl } from '#library/gallery/addresses'
import { termFor } from '#library/curation/terms'
import type { Layer } from '#library/facts'
import type Asset from '#library/models/asset'

export interface Layers {
  parsed: Layer
  own: Record<string, unknown>
}

/** One value of an asset's page: what it says, where that comes from, and where clicking it leads. */
export interface Fact {
  name: string
  label: string
  text: string | null
  /** The value as a form field takes it. */
  value: string
  /** Where it comes from, in words; null where that is plain. */
  source: string | null
  /** A person's own word stands here. */
  own: boolean
  /** What would stand here without it. */
  parsed: string | null
  editable: boolean
  kind?: FieldKind
  version?: string
  searches: { text: string; href: string }[]
}

export interface FactGroup {
  title: string
  /** Where most of its values come from; only the others say so themselves. */
  source: string | null
  facts: Fact[]
}

export function factGroups(
  asset: Asset,
  layers: Layers,
  { owner, folder }: { owner: string; folder?: string }
): FactGroup[] {
  const editable = (field: FieldName) => editableFact(asset, layers, field)
  const parsed = (name: string, label: string, text?: unknown) =>
    parsedFact(layers.parsed, name, label, text)
  const { parsed: said } = layers
  const groups = [
    {
      title: 'Prompt',
      facts: [
        editable('prompt'),
        editable('negativePrompt'),
        ...parsed('characterPrompts', 'Character prompts', said.characterPrompts?.join('\n')),
        ...parsed('template', 'Template', said.template),
        ...parsed('negativeTemplate', 'Negative template', said.negativeTemplate),
        editable('notes'),
      ],
    },
    {
      title: 'Parameters',
      facts: [
        editable('generator'),
        ...parsed('generatorVersion', 'Version', said.generatorVersion),
        ...parsed('mode', 'Mode', said.mode),
        editable('seed'),
        editable('steps'),
        editable('cfgScale'),
        ...parsed('distilledCfg', 'Distilled CFG', said.distilledCfg),
        editable('sampler'),
        editable('scheduler'),
        editable('denoise'),
        ...parsed('clipSkip', 'Clip skip', said.clipSkip),
        ...parsed('generatedWidth', 'Generated at', generatedSize(said)),
        ...parsed('hires', 'Hires', hiresText(said)),
      ],
    },
    {
      title: 'Models & LoRAs',
      facts: [editable('model'), editable('modelHash'), editable('vae'), editable('loras')],
    },
    { title: 'File', facts: [editable('capturedAt'), ...fileFacts(asset, owner, folder, said)] },
    { title: 'Also recorded', facts: extraFacts(said) },
  ]
  return groups.filter((group) => group.facts.length).map(withCommonSource)
}

function withCommonSource(group: Omit<FactGroup, 'source'>): FactGroup {
  const sources = group.facts.filter((fact) => !fact.own && fact.source).map(({ source }) => source)
  const most = sources.toSorted((a, b) => count(sources, b) - count(sources, a))[0]
  const source = most && count(sources, most) > 1 ? most : null
  const facts = group.facts.map((fact) =>
    source && fact.source === source ? { ...fact, source: null } : fact
  )
  return { ...group, source, facts }
}

const count = <T>(list: T[], one: T) => list.filter((each) => each === one).length

/** One editable field, as the page and its fragment show it. */
export function editableFact(asset: Asset, { parsed, own }: Layers, field: FieldName): Fact {
  const { label, kind } = editableFields[field]
  const current = field === 'loras' ? lorasOf({ parsed, own }) : asset[field]
  const text = fieldText(current) || null
  const isOwn = Object.hasOwn(own, field)
  const before = (parsed as Partial<Record<FieldName, FieldValue>>)[field]
  return {
    name: field,
    label,
    text,
    value: text ?? '',
    source: isOwn ? 'written here' : text === null ? null : sourceOf(asset, parsed, field),
    own: isOwn,
    parsed: before === undefined ? null : fieldText(before),
    editable: true,
    kind,
    version: versionOf(current),
    searches: Array.isArray(current)
      ? current.map(loraSearch)
      : text
        ? searchesOf(field, text)
        : [],
  }
}

const loraSearch = ({ name, weight }: Lora) =>
  search('lora', name, weight === undefined ? name : `${name} (${weight})`)

const searchNames: Partial<Record<FieldName, string>> = {
  generator: 'generator',
  model: 'model',
  vae: 'vae',
  seed: 'seed',
  steps: 'steps',
  cfgScale: 'cfg',
  sampler: 'sampler',
  scheduler: 'scheduler',
  denoise: 'denoise',
}

const capturedSources: Record<string, string> = {
  exif: 'EXIF',
  metadata: 'the file’s metadata',
  name: 'the file’s name',
  file: 'the file’s time of change',
  own: 'written here',
}

function sourceOf(asset: Asset, parsed: Layer, field: FieldName) {
  if (field === 'capturedAt') return capturedSources[asset.capturedSource] ?? null
  return parsed.source?.[field as keyof Layer['source']] ?? 'the file'
}

function searchesOf(field: FieldName, text: string) {
  if (field === 'capturedAt') return [search('date', text.slice(0, 10), text)]
  const name = searchNames[field]
  return name ? [search(name, text)] : []
}

/** A search for everything that has this value. */
export function search(field: string, value: string, text = value) {
  return { text, href: libraryUrl({ q: termFor(field, value) }) }
}

function plainFact(name: string, label: string, text: unknown, more: Partial<Fact> = {}): Fact[] {
  if (text === undefined || text === null || text === '') return []
  const written = String(text)
  const nothing = { source: null, own: false, parsed: null, editable: false, searches: [] }
  return [{ name, label, text: written, value: written, ...nothing, ...more }]
}

function parsedFact(parsed: Layer, name: string, label: string, text: unknown) {
  const source = (parsed.source as Record<string, string> | undefined)?.[name] ?? 'the file'
  return plainFact(name, label, text, { source })
}

const generatedSize = ({ generatedWidth, generatedHeight }: Layer) =>
  generatedWidth && generatedHeight ? `${generatedWidth} × ${generatedHeight}` : null

function hiresText({ hires }: Layer) {
  if (!hires) return null
  const parts = [
    hires.scale && `${hires.scale}×`,
    hires.upscaler,
    hires.steps && `${hires.steps} steps`,
    hires.denoise && `denoise ${hires.denoise}`,
  ]
  return parts.filter(Boolean).join(', ')
}

function fileFacts(asset: Asset, owner: string, folder: string | undefined, parsed: Layer): Fact[] {
  const pixels = asset.width ? `${asset.width} × ${asset.height}` : null
  const declared = parsed.provenance
  return [
    ...plainFact('fileName', 'Name', asset.fileName),
    ...plainFact('mime', 'Type', asset.mime, {
      searches: [search('ext', asset.extension, asset.mime)],
    }),
    ...plainFact('pixels', 'Pixels', pixels),
    ...plainFact('duration', 'Length', asset.duration && readableDuration(asset.duration)),
    ...plainFact('frames', 'Frames', (asset.frames ?? 1) > 1 ? asset.frames : null),
    ...plainFact('size', 'Size', readableSize(Number(asset.size))),
    ...plainFact('provenance', 'Declared as', declared?.declaration, {
      source: parsed.source?.provenance ?? null,
    }),
    ...plainFact('folder', 'Source folder', folder && `${folder}: ${asset.path}`),
    ...plainFact('createdAt', 'Added', asset.createdAt.toFormat('yyyy-MM-dd HH:mm'), {
      searches: [
        search(
          'added',
          asset.createdAt.toFormat('yyyy-MM-dd'),
          asset.createdAt.toFormat('yyyy-MM-dd HH:mm')
        ),
      ],
    }),
    ...plainFact('owner', 'Owner', owner),
    ...plainFact('sha256', 'SHA-256', asset.sha256),
  ]
}

/** What the generator said besides, under its own names; what stands above is not said twice. */
function extraFacts({ extra = {}, title, source }: Layer): Fact[] {
  const facts = plainFact('title', 'Title', title, { source: source?.title ?? null })
  for (const [name, value] of Object.entries(extra)) {
    if (saidAbove.has(name.toLowerCase())) continue
    facts.push(...plainFact(`extra-${name}`, name, inOneLine(value).slice(0, 2_000)))
  }
  return facts.slice(0, 80)
}

const saidAbove = new Set(
  'steps,sampler,schedule type,scheduler,cfg scale,seed,size,model,model hash,vae,denoising strength,clip skip,version,prompt,negative prompt,distilled cfg scale,hires upscale,hires steps,hires upscaler'.split(
    ','
  )
)
