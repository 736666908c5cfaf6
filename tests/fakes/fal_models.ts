/** One model as fal's platform lists it, and its document, written for these tests. */

const name = 'fal-ai/flux/dev'

export const fluxModel = {
  endpoint_id: name,
  metadata: {
    display_name: 'FLUX dev',
    category: 'text-to-image',
    description: 'Makes pictures from words.',
    status: 'active',
    tags: [],
    updated_at: '2026-01-01T00:00:00Z',
    is_favorited: null,
    thumbnail_url: 'https://fal.media/thumbnail.png',
    model_url: `https://fal.run/${name}`,
    date: '2026-01-01T00:00:00Z',
    highlighted: false,
    pinned: false,
    kind: 'inference',
  },
}

const ofJson = (schema: object) => ({ content: { 'application/json': { schema } } })

export const fluxDocument = {
  openapi: '3.0.4',
  info: { title: name, version: '1.0.0' },
  components: {
    schemas: {
      Input: {
        'type': 'object',
        'required': ['prompt'],
        'properties': {
          num_images: { type: 'integer', minimum: 1, maximum: 4, default: 1 },
          prompt: { type: 'string', title: 'Prompt' },
          image_size: {
            anyOf: [
              { $ref: '#/components/schemas/ImageSize' },
              { type: 'string', enum: ['square_hd', 'square', 'landscape_4_3'] },
            ],
            default: 'landscape_4_3',
          },
          seed: { anyOf: [{ type: 'integer' }, { type: 'null' }] },
          num_inference_steps: { type: 'integer', minimum: 1, maximum: 50, default: 28 },
        },
        'x-fal-order-properties': ['prompt', 'image_size', 'num_inference_steps', 'seed'],
      },
      ImageSize: {
        type: 'object',
        properties: {
          width: { type: 'integer', minimum: 64, maximum: 2048, default: 512 },
          height: { type: 'integer', minimum: 64, maximum: 2048, default: 512 },
        },
      },
    },
  },
  paths: {
    [`/${name}`]: {
      post: { requestBody: { required: true, ...ofJson({ $ref: '#/components/schemas/Input' }) } },
    },
  },
}
