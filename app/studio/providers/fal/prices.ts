import type { ProviderContext } from '#studio/providers/contract'
import { headers, platform } from '#studio/providers/fal/addresses'
import { falJson } from '#studio/providers/fal/faults'
import { remembering } from '#studio/providers/remembering'
import type { Cost, GenerationRequest, Json } from '#studio/providers/shapes'

interface Price {
  unit_price: number
  unit: string
  currency: string
}

const tenMinutes = 600_000

const priceAt = remembering(tenMinutes, async (context, url): Promise<Price | null> => {
  const answer = await context.http.read({ method: 'GET', url, headers: headers(context) })
  if (answer.status === 404) return null
  return falJson(context, answer).prices?.[0] ?? null
})

/** Units of the model's price that the order will use; what cannot be counted beforehand has no estimate. */
export async function estimateFal(
  context: ProviderContext,
  { model, parameters }: GenerationRequest
): Promise<Cost | null> {
  const query = new URLSearchParams({ endpoint_id: model.ref })
  const price = await priceAt(context, `${platform(context)}/models/pricing?${query}`)
  if (!price || price.currency !== 'USD') return null
  const units = unitsOf(price.unit.toLowerCase(), parameters)
  if (units === null) return null
  return { amount: (price.unit_price * units).toFixed(6), currency: 'USD', kind: 'estimate' }
}

function unitsOf(unit: string, parameters: Record<string, Json>): number | null {
  const count = numberIn(parameters.num_images) ?? 1
  if (/^(image|generation|request|unit|video|call)s?$/.test(unit)) return count
  if (/^seconds?$|video second/.test(unit)) return numberIn(parameters.duration)
  if (/mega ?pixels?/.test(unit)) {
    const pixels = pixelsOf(parameters.image_size)
    return pixels === null ? null : count * Math.ceil(pixels / 1_000_000)
  }
  return null
}

/** What models make that are given no size. */
const usualPixels = 1_000_000

/** fal's named sizes. */
const sizes: Record<string, number> = {
  square_hd: 1024 * 1024,
  square: 512 * 512,
  portrait_4_3: 768 * 1024,
  portrait_16_9: 576 * 1024,
  landscape_4_3: 1024 * 768,
  landscape_16_9: 1024 * 576,
}

function pixelsOf(size: Json | undefined): number | null {
  if (size === undefined) return usualPixels
  if (typeof size === 'string') return sizes[size] ?? null
  if (size === null || typeof size !== 'object' || Array.isArray(size)) return null
  const [width, height] = [numberIn(size.width), numberIn(size.height)]
  return width !== null && height !== null ? width * height : null
}

function numberIn(value: Json | undefined): number | null {
  const number = typeof value === 'string' ? Number.parseFloat(value) : value
  return typeof number === 'number' && Number.isFinite(number) ? number : null
}
