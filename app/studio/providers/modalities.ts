import type { Modality } from '#studio/providers/shapes'

const signs: [RegExp, Modality][] = [
  [/upscal|super.?resolution/i, 'upscale'],
  [/image.?to.?video|i2v\b/i, 'image_to_video'],
  [/video/i, 'text_to_video'],
  [/\b(audio|music|speech|voice|tts|song)\b/i, 'audio'],
  [/image.?to.?image|\bedit|kontext|inpaint|img2img|restor|background.?remov/i, 'image_to_image'],
]

/** What a model makes, guessed from its name and description where the provider does not say. */
export function modalityIn(text: string): Modality {
  return signs.find(([sign]) => sign.test(text))?.[1] ?? 'text_to_image'
}
