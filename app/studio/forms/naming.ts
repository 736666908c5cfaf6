import type { ParameterSpec } from '#studio/providers/shapes'

type Role = NonNullable<ParameterSpec['role']>

/** What providers call the same thing; of several in one model the first here has the role. */
const namesOfRoles: Record<Role, RegExp> = {
  prompt: /^(prompt|text_prompt|positive_prompt)$/,
  negative_prompt: /^negative_prompt$/,
  seed: /^(seed|noise_seed)$/,
  width: /^width$/,
  height: /^height$/,
  size: /^(image_size|size|video_size)$/,
  count: /^(num_images|num_outputs|number_of_images|quantity|batch_size|n)$/,
  image:
    /^(image|image_url|init_image|input_image|start_image|first_frame_image|images|image_urls)$/,
}

const alwaysInView = /^(aspect_ratio|resolution|duration|num_frames|strength|model)$/
const longTexts = /^(lyrics|text|caption|.*prompt)$/
const files = /(^|_)(image|video|audio|mask)s?$|(^|_)(image|video|audio|mask|file|frame)_urls?$/

/** `negativePrompt` and `negative-prompt` as `negative_prompt`. */
function snake(name: string) {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .toLowerCase()
}

export function roleOf(name: string): Role | undefined {
  const roles = Object.keys(namesOfRoles) as Role[]
  return roles.find((role) => namesOfRoles[role].test(snake(name)))
}

/** `cfgScale` and `cfg_scale` as “Cfg scale”. */
export function labelOf(name: string) {
  const words = snake(name).replaceAll('_', ' ').trim()
  return words ? words[0].toUpperCase() + words.slice(1) : name
}

export const isInView = (name: string) => alwaysInView.test(snake(name))
export const isLongText = (name: string) => longTexts.test(snake(name))
export const isFileName = (name: string) => files.test(snake(name))
export const isSeedName = (name: string) => /(^|_)seed$/.test(snake(name))
