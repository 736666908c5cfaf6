/** Civitai's names of resources: `urn:air:{ecosystem}:{type}:{source}:{id}@{version}`, as its own client reads them. */
const air =
  /^(?:urn:)?(?:air:)?(?:(?<ecosystem>[\w\-/]+):)?(?:(?<type>[\w\-/]+):)?(?<source>[\w\-/]+):(?<id>[\w\-/.]+)(?:@(?<version>[\w\-/.]+))?(?:\+\d+)?(?:\.[\w-]+)?$/i

export interface Air {
  ecosystem: string
  type: string
  source: string
  id: string
  version?: string
}

/** Null of what is none, or leaves out the ecosystem or the type. */
export function readAir(text: string): Air | null {
  const { ecosystem, type, source, id, version } = air.exec(text)?.groups ?? {}
  if (!ecosystem || !type) return null
  return { ecosystem: ecosystem.toLowerCase(), type: type.toLowerCase(), source, id, version }
}

/** Which engine runs a model, by the name Civitai's pages give its base. */
const ecosystems: [RegExp, string][] = [
  [/^(sdxl|pony|illustrious|noobai)/i, 'sdxl'],
  [/^sd 1/i, 'sd1'],
  [/^flux\.1/i, 'flux1'],
]

export function ecosystemOf(baseModel: string): string | undefined {
  return ecosystems.find(([sign]) => sign.test(baseModel))?.[1]
}

export function checkpointAir(ecosystem: string, modelId: number, versionId: number) {
  return `urn:air:${ecosystem}:checkpoint:civitai:${modelId}@${versionId}`
}
