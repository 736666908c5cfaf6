import { draw } from '#library/decoding/decoder'
import { svgOf } from '#studio/providers/sample/drawing'
import type { Json, RemoteOutput } from '#studio/providers/shapes'

type Parameters = Record<string, Json>

/** The pictures of one order item; the same parameters give the same bytes. */
export function drawResults(modelRef: string, parameters: Parameters): Promise<RemoteOutput[]> {
  const count = Number(parameters.num_images ?? 1)
  return Promise.all(
    Array.from({ length: count }, (_, index) => drawResult(modelRef, parameters, index))
  )
}

async function drawResult(
  modelRef: string,
  parameters: Parameters,
  index: number
): Promise<RemoteOutput> {
  const seed = String(Number(parameters.seed ?? 0) + index)
  const given = parameters.image ? readPicture(String(parameters.image)) : null
  const isUpscaling = modelRef === 'sample/upscale'
  const factor = isUpscaling ? Number(parameters.factor ?? 2) : 1
  const svg = svgOf({
    width: (given?.width ?? Number(parameters.width ?? 768)) * factor,
    height: (given?.height ?? Number(parameters.height ?? 768)) * factor,
    seeds: [
      modelRef,
      String(parameters.prompt ?? ''),
      String(parameters.negative_prompt ?? ''),
      seed,
    ],
    pattern: String(parameters.pattern ?? 'circles'),
    shapes: isUpscaling ? 0 : Number(parameters.steps ?? 20),
    saturation: Number(parameters.guidance ?? 7) / 20,
    strength: Number(parameters.strength ?? 0.6),
    isOverlay: given !== null,
    label: isUpscaling ? `Enlarged ${factor} times` : `Seed ${seed}: ${parameters.prompt ?? ''}`,
  })
  const bytes = await draw(svg, given?.bytes)
  return { source: { bytes }, mime: 'image/png', ...(!isUpscaling && { seed }) }
}

/** Of more than this nobody needs a sample, and four times as much still fits into memory. */
const longestEdge = 1536

/** Small enough for a row, with the size of the file it stands for beside it. */
export function writePicture(bytes: Uint8Array, size: { width: number; height: number }) {
  const scale = Math.min(1, longestEdge / Math.max(size.width, size.height))
  const [width, height] = [size.width, size.height].map((edge) => Math.ceil(edge * scale))
  return `data:image/webp;width=${width};height=${height};base64,${Buffer.from(bytes).toString('base64')}`
}

/** Null where it is none of ours. */
export function readPicture(value: string) {
  const found = /^data:image\/webp;width=(\d+);height=(\d+);base64,(.+)$/.exec(value)
  if (!found) return null
  return {
    width: Number(found[1]),
    height: Number(found[2]),
    bytes: Buffer.from(found[3], 'base64'),
  }
}
