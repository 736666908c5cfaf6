import { checkpointFamily } from '#studio/providers/civitai/checkpoints'
import {
  aspectRatio,
  image,
  images,
  picture,
  sdcpp,
  sized,
  video,
} from '#studio/providers/civitai/parameters'
import type { Json, Modality } from '#studio/providers/shapes'

/** A way Civitai makes something: which step of a workflow, what is always the same, and what may be chosen. */
export interface Family {
  ref: string
  name: string
  modality: Modality
  step: 'imageGen' | 'videoGen' | 'imageUpscaler'
  fixed: Record<string, Json>
  properties: Record<string, Json>
  required: string[]
}

/** Where the model is part of the engine; with a checkpoint of the site, see `familyOf`. */
export const families: Family[] = [
  {
    ref: 'image/flux2-klein',
    name: 'FLUX.2 klein',
    modality: 'text_to_image',
    step: 'imageGen',
    fixed: { engine: 'sdcpp', ecosystem: 'flux2Klein', operation: 'createImage' },
    properties: {
      ...picture({ prompt: 1000, quantity: 4 }),
      ...sized(512, 2048),
      ...sdcpp({ steps: [4, 50, 20], guidance: [1, 20, 5] }),
      modelVersion: { type: 'string', enum: ['4b', '4b-base', '9b', '9b-base'], default: '4b' },
    },
    required: ['prompt'],
  },
  {
    ref: 'image/flux2-klein-edit',
    name: 'FLUX.2 klein, editing',
    modality: 'image_to_image',
    step: 'imageGen',
    fixed: { engine: 'sdcpp', ecosystem: 'flux2Klein', operation: 'editImage' },
    properties: {
      ...picture({ prompt: 1000, quantity: 4 }),
      images: images(2),
      ...sized(512, 2048),
      ...sdcpp({ steps: [4, 50, 20], guidance: [1, 20, 5] }),
      modelVersion: { type: 'string', enum: ['4b', '4b-base', '9b', '9b-base'], default: '4b' },
    },
    required: ['prompt', 'images'],
  },
  {
    ref: 'image/z-image-turbo',
    name: 'Z-Image Turbo',
    modality: 'text_to_image',
    step: 'imageGen',
    fixed: { engine: 'sdcpp', ecosystem: 'zImage', model: 'turbo', operation: 'createImage' },
    properties: {
      ...picture({ prompt: 10_000, quantity: 12 }),
      ...sized(64, 2048),
      ...sdcpp({ steps: [1, 150, 9], guidance: [0, 30, 1] }),
    },
    required: ['prompt'],
  },
  {
    ref: 'image/flux1-kontext-pro',
    name: 'FLUX.1 Kontext pro',
    modality: 'image_to_image',
    step: 'imageGen',
    fixed: { engine: 'flux1-kontext', model: 'pro' },
    properties: {
      ...picture({ prompt: 1000, quantity: 4 }, { negative: false }),
      images: images(4),
      aspectRatio: aspectRatio(
        ['21:9', '16:9', '4:3', '3:2', '1:1', '2:3', '3:4', '9:16', '9:21'],
        '1:1'
      ),
      guidanceScale: { type: 'number', minimum: 1, maximum: 20, default: 3.5 },
    },
    required: ['prompt'],
  },
  {
    ref: 'video/wan-2.5',
    name: 'Wan 2.5',
    modality: 'text_to_video',
    step: 'videoGen',
    fixed: {
      engine: 'wan',
      version: 'v2.5',
      provider: 'fal',
      operation: 'text-to-video',
      cfgScale: 4,
    },
    properties: wan(),
    required: ['prompt'],
  },
  {
    ref: 'video/wan-2.5-image',
    name: 'Wan 2.5 from a picture',
    modality: 'image_to_video',
    step: 'videoGen',
    fixed: {
      engine: 'wan',
      version: 'v2.5',
      provider: 'fal',
      operation: 'image-to-video',
      cfgScale: 4,
    },
    properties: { ...wan(), images: images(1) },
    required: ['prompt', 'images'],
  },
  {
    ref: 'video/kling',
    name: 'Kling',
    modality: 'text_to_video',
    step: 'videoGen',
    fixed: { engine: 'kling', cfgScale: 0.5 },
    properties: {
      ...video({ duration: { type: 'string', enum: ['5', '10'], default: '5' } }),
      model: { type: 'string', enum: ['v1.6', 'v2', 'v2.5-turbo'], default: 'v2.5-turbo' },
      mode: { type: 'string', enum: ['standard', 'professional'], default: 'standard' },
      aspectRatio: aspectRatio(['16:9', '9:16', '1:1'], '16:9'),
      cfgScale: { type: 'number', minimum: 0, maximum: 1, default: 0.5 },
      sourceImage: image,
    },
    required: ['prompt'],
  },
  {
    ref: 'image/upscale',
    name: 'Upscaler',
    modality: 'upscale',
    step: 'imageUpscaler',
    fixed: {},
    properties: {
      image,
      numberOfRepeats: { type: 'integer', minimum: 1, maximum: 3, default: 1 },
    },
    required: ['image'],
  },
]

function wan() {
  return {
    ...video({ duration: { type: 'integer', minimum: 1, maximum: 30, default: 5 } }),
    seed: { type: 'integer', minimum: 0, maximum: 2_147_483_647 },
    resolution: { type: 'string', enum: ['480p', '720p', '1080p'], default: '1080p' },
    aspectRatio: aspectRatio(['16:9', '9:16', '1:1'], '16:9'),
    cfgScale: { type: 'number', minimum: 0, maximum: 100, default: 4 },
    steps: { type: 'integer', minimum: 10, maximum: 50, default: 20 },
  }
}

/** What makes pictures of this model: one of the list above, or the engine of a checkpoint's AIR. */
export function familyOf(ref: string): Family | undefined {
  return families.find((family) => family.ref === ref) ?? checkpointFamily(ref)
}
