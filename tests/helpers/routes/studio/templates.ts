import type { Row } from '#tests/helpers/routes/table'

const template = (to: Row['to'], form?: Row['form']): Row => ({ to, of: 'template', form })
const form = () => ({ name: 'New', visibility: 'everyone', prompt: 'a {red|blue} fox' })

export const templateRoutes: Record<string, Row> = {
  'studio.templates.index': { to: 'members' },
  'studio.templates.store': { to: 'editors', form },
  'studio.templates.create': { to: 'editors' },
  'studio.template_parameters.index': { to: 'editors' },
  'studio.previews.store': { to: 'members', form },
  'studio.template_files.store': { to: 'editors' },
  'studio.templates.show': template('members'),
  'studio.templates.edit': template('owners'),
  'studio.templates.update': template('owners', form),
  'studio.templates.destroy': template('owners'),
  'studio.template_files.show': template('members'),
  'studio.template_favourites.store': template('members'),
  'studio.template_favourites.destroy': template('members'),
}
