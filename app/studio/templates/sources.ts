import type User from '#accounts/models/user'
import Asset from '#library/models/asset'
import Order from '#studio/models/order'
import type { Json } from '#studio/providers/shapes'
import type { TemplateDetails } from '#studio/templates/templates'
import { literal } from '#studio/tokens/literal'

const blank: TemplateDetails = {
  name: '',
  description: '',
  visibility: 'everyone',
  version: {
    prompt: '',
    negativePrompt: '',
    parameters: {},
    mode: 'combinatorial',
    seed: null,
    seedPolicy: 'random',
    count: 1,
    inputs: [],
    provider: null,
    modelRef: null,
  },
}

/** What a new template begins with: an order or a library item this person may see, a prompt, or nothing. */
export async function newTemplate(
  viewer: User,
  from: { order?: number; asset?: number; prompt?: string | null }
): Promise<TemplateDetails> {
  if (from.order) {
    const orders = Order.query().withScopes((scopes) => scopes.visibleTo(viewer))
    return templateFromOrder(await orders.where('orders.id', from.order).firstOrFail())
  }
  if (from.asset) {
    const assets = Asset.query().withScopes((scopes) => scopes.visibleTo(viewer))
    return templateFromAsset(await assets.where('assets.id', from.asset).firstOrFail())
  }
  return { ...blank, version: { ...blank.version, prompt: from.prompt ?? '' } }
}

/** The recipe of an order; what was filled in for its variables becomes the default of an input. */
export function templateFromOrder(order: Order): TemplateDetails {
  const { prompt, negativePrompt, parameters, mode, seed, seedPolicy, count } = order
  const inputs = Object.entries(order.variables).map(([name, value]) => {
    return { name, label: name, default: value }
  })
  const { provider, modelRef } = order
  const recipe = { prompt, negativePrompt, parameters, mode, seed, seedPolicy, count, inputs }
  return {
    ...blank,
    name: `Order ${order.id}`,
    version: { ...blank.version, ...recipe, provider, modelRef },
  }
}

/** What a file says of how it was made, taken literally: braces in it are no choices. */
export function templateFromAsset(asset: Asset): TemplateDetails {
  const known: [string, Json | null][] = [
    ['steps', asset.steps],
    ['cfg', asset.cfgScale],
    ['sampler', asset.sampler],
    ['scheduler', asset.scheduler],
    ['denoise', asset.denoise],
    ['width', asset.width],
    ['height', asset.height],
  ]
  return {
    ...blank,
    name: asset.fileName.replace(/\.\w+$/, '').slice(0, 120),
    description: asset.model ? `Made with ${asset.model}.` : '',
    version: {
      ...blank.version,
      prompt: literal(asset.prompt ?? ''),
      negativePrompt: literal(asset.negativePrompt ?? ''),
      parameters: Object.fromEntries(known.filter(([, value]) => value !== null)),
      seed: asset.seed,
      seedPolicy: asset.seed ? 'fixed' : 'random',
    },
  }
}
