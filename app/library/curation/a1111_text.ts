import type { Layers } from '#library/curation/facts_shown'
import type Asset from '#library/models/asset'

/**
 * The text Stable Diffusion web UI writes into its files and reads back from
 * the clipboard (AUTOMATIC1111 `modules/infotext_utils.py`); null where nothing
 * is known that it could say.
 */
export function a1111Text(asset: Asset, { parsed }: Pick<Layers, 'parsed'>): string | null {
  const settings = settingsOf(asset, parsed)
  if (!asset.prompt && !settings.length) return null
  const lines = [asset.prompt ?? '']
  if (asset.negativePrompt) lines.push(`Negative prompt: ${asset.negativePrompt}`)
  if (settings.length)
    lines.push(settings.map(([key, value]) => `${key}: ${quote(value)}`).join(', '))
  return lines.join('\n')
}

function settingsOf(asset: Asset, parsed: Layers['parsed']) {
  const size = parsed.generatedWidth
    ? `${parsed.generatedWidth}x${parsed.generatedHeight}`
    : asset.width && `${asset.width}x${asset.height}`
  const settings: [string, string | number | null | undefined][] = [
    ['Steps', asset.steps],
    ['Sampler', asset.sampler],
    ['Schedule type', asset.scheduler],
    ['CFG scale', asset.cfgScale],
    ['Distilled CFG Scale', parsed.distilledCfg],
    ['Seed', asset.seed],
    ['Size', size],
    ['Model hash', asset.modelHash],
    ['Model', asset.model],
    ['VAE', asset.vae],
    ['Denoising strength', asset.denoise],
    ['Clip skip', parsed.clipSkip],
    ['Hires upscale', parsed.hires?.scale],
    ['Hires steps', parsed.hires?.steps],
    ['Hires upscaler', parsed.hires?.upscaler],
  ]
  const known = settings.filter(
    ([, value]) => value !== null && value !== undefined && value !== ''
  )
  const says = known.some(([key]) => key !== 'Size')
  return says ? (known as [string, string | number][]) : []
}

/** Values with a comma, colon or line end are written as JSON strings, as the web UI does. */
function quote(value: string | number) {
  const text = String(value)
  return /[,:\n]/.test(text) ? JSON.stringify(text) : text
}
