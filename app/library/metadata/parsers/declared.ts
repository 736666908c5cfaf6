import { text, wallClock } from '#library/metadata/values'
import { readC2pa, type C2pa } from '#library/metadata/containers/c2pa'
import { compact, type Facts } from '#library/metadata/facts'
import type { Found } from '#library/metadata/found'
import type { Parser } from '#library/metadata/parsers/parser'

/** IPTC's concept ids that mean a machine made it or part of it. Matched exactly, never by the address before them. */
const machineMade = new Set([
  'trainedAlgorithmicMedia',
  'compositeWithTrainedAlgorithmicMedia',
  'algorithmicMedia',
  'compositeSynthetic',
])

/** Who is behind a name in a manifest or a credit line. */
const makers: [pattern: RegExp, generator: string][] = [
  [/openai|chatgpt|gpt-4o|gpt-image|dall.?e|sora/i, 'openai'],
  [/firefly/i, 'firefly'],
  [/midjourney/i, 'midjourney'],
  [/microsoft|bing|designer/i, 'microsoft'],
  [/google|gemini|imagen|deepmind/i, 'google'],
  [/stability/i, 'stability'],
  [/black forest labs|\bflux\b/i, 'black-forest-labs'],
  [/leonardo/i, 'leonardo'],
  [/ideogram/i, 'ideogram'],
  [/recraft/i, 'recraft'],
  [/tiktok|bytedance|doubao|seedream/i, 'bytedance'],
  [/\bxai\b|grok/i, 'xai'],
  [/adobe/i, 'adobe'],
]

/** C2PA manifests and IPTC's digital source type: a machine made it, and who says so. */
export const declared: Parser = {
  name: 'declared',
  read(found) {
    const store = found.chunks.find(({ container }) => container === 'c2pa')
    const c2pa = store && readC2pa(store.body)
    return (c2pa && fromManifest(c2pa)) ?? fromXmp(found)
  },
}

const said = (provenance: NonNullable<Facts['provenance']>) =>
  compact(provenance as Facts) as Facts['provenance']
const conceptOf = (type: string) => type.trim().split('/').pop()!
const maker = (...names: (string | undefined)[]) => {
  for (const name of names) {
    const known = makers.find(([pattern]) => pattern.test(name ?? ''))
    if (known) return known[1]
  }
  return undefined
}

function fromManifest({
  claimGenerator,
  sourceTypes,
  agents,
  issuers,
  createdAt,
}: C2pa): (Facts & { where: string }) | undefined {
  if (!claimGenerator && !sourceTypes.length && !issuers.length) return undefined
  const concepts = sourceTypes.map(conceptOf)
  const declaration = concepts.find((concept) => machineMade.has(concept))
  return {
    generator: declaration ? maker(...agents, claimGenerator, ...issuers) : undefined,
    ai: declaration ? true : undefined,
    capturedAt: wallClock(createdAt),
    provenance: said({
      declaration: declaration ?? concepts[0],
      issuer: issuers[0],
      claimGenerator,
    }),
    extra: agents.length ? { softwareAgents: agents } : undefined,
    where: 'c2pa',
  }
}

function fromXmp({ xmp, iptc }: Found): (Facts & { where: string }) | null {
  const types = [
    ...(xmp.get('Iptc4xmpExt:DigitalSourceType') ?? []),
    ...(xmp.get('Iptc4xmpExt:DigitalSourceFileType') ?? []),
  ]
  const concepts = types.map(conceptOf)
  const declaration = concepts.find((concept) => machineMade.has(concept))
  const credit = text(xmp.get('photoshop:Credit')?.[0] ?? iptc.credit)
  const credited = /\bmade with google ai\b/i.test(credit ?? '')
  if (!concepts.length && !credited) return null
  const machine = declaration !== undefined || credited
  return {
    generator: machine
      ? maker(credit, xmp.get('xmp:CreatorTool')?.[0], xmp.get('Iptc4xmpExt:AISystemUsed')?.[0])
      : undefined,
    prompt: machine ? text(xmp.get('Iptc4xmpExt:AIPromptInformation')?.[0]) : undefined,
    model: machine ? text(xmp.get('Iptc4xmpExt:AISystemUsed')?.[0]) : undefined,
    ai: machine ? true : undefined,
    provenance: said({ declaration: declaration ?? concepts[0], issuer: credit }),
    where: 'xmp',
  }
}
