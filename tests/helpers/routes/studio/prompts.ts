import type { Row } from '#tests/helpers/routes/table'

export const promptRoutes: Record<string, Row> = {
  'studio.prompts.index': { to: 'members' },
  'studio.builder.show': { to: 'members' },
  'studio.prompt_blocks.store': {
    to: 'members',
    form: () => ({ kind: 'light', body: 'golden hour' }),
  },
  'studio.prompt_blocks.destroy': { to: 'hidden', of: 'block' },
}
