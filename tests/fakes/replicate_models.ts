/** Written in Cog's manner for these tests. */
export const schnell = {
  url: 'https://replicate.com/black-forest-labs/flux-schnell',
  owner: 'black-forest-labs',
  name: 'flux-schnell',
  description: 'Makes pictures from words.',
  visibility: 'public',
  is_official: true,
  run_count: 1,
  github_url: null,
  latest_version: {
    id: 'ab'.repeat(32),
    created_at: '2026-01-01T00:00:00Z',
    cog_version: '0.9.0',
    openapi_schema: {
      openapi: '3.0.2',
      components: {
        schemas: {
          aspect_ratio: { type: 'string', enum: ['1:1', '16:9', '9:16'], title: 'aspect_ratio' },
          Input: {
            type: 'object',
            required: ['prompt'],
            properties: {
              prompt: { 'type': 'string', 'title': 'Prompt', 'x-order': 0 },
              aspect_ratio: {
                'allOf': [{ $ref: '#/components/schemas/aspect_ratio' }],
                'default': '1:1',
                'x-order': 1,
              },
              num_outputs: {
                'type': 'integer',
                'minimum': 1,
                'maximum': 4,
                'default': 1,
                'x-order': 2,
              },
              seed: { 'type': 'integer', 'nullable': true, 'x-order': 3 },
            },
          },
          Output: { type: 'array', items: { type: 'string', format: 'uri' } },
        },
      },
    },
  },
}
