import { a1111 } from '#studio/providers/a1111'
import { civitai } from '#studio/providers/civitai'
import { comfyui } from '#studio/providers/comfyui'
import type { ProviderAdapter } from '#studio/providers/contract'
import { fal } from '#studio/providers/fal'
import { openai } from '#studio/providers/openai'
import { replicate } from '#studio/providers/replicate'
import { sample } from '#studio/providers/sample'

/** Every provider there is, in the order in which pages list them. A new one is a file beside this and a line here. */
export const adapters: ProviderAdapter[] = [sample, fal, replicate, civitai, openai, comfyui, a1111]

/** Throws where no provider has this key. */
export function adapterFor(key: string): ProviderAdapter {
  const found = adapters.find((adapter) => adapter.key === key)
  if (!found) throw new Error(`There is no provider "${key}"`)
  return found
}
