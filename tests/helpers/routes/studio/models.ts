import type { Row } from '#tests/helpers/routes/table'

const model = (to: Row['to'], form?: Row['form']): Row => ({ to, of: 'model', form })
const said = { name: 'New', modality: 'text_to_image' }

export const modelRoutes: Record<string, Row> = {
  'studio.models.index': { to: 'members' },
  'studio.models.create': { to: 'editors' },
  'studio.models.store': {
    to: 'editors',
    form: ({ credential }) => ({ ...said, credentialId: String(credential), ref: 'none' }),
  },
  'studio.models.show': model('members'),
  'studio.models.edit': model('editors'),
  'studio.models.update': model('editors', () => said),
  'studio.models.destroy': model('editors'),
  'studio.model_refreshes.store': { to: 'editors' },
  'studio.model_favourites.store': model('members'),
  'studio.model_favourites.destroy': model('members'),
  'studio.model_descriptions.update': model('editors'),
}
