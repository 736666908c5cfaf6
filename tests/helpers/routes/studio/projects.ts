import type { Row } from '#tests/helpers/routes/table'

const project = (to: Row['to'], form?: Row['form']): Row => ({ to, of: 'project', form })
const form = () => ({ name: 'New', visibility: 'everyone' })

export const projectRoutes: Record<string, Row> = {
  'studio.projects.index': { to: 'members' },
  'studio.projects.create': { to: 'editors' },
  'studio.projects.store': { to: 'editors', form },
  'studio.projects.show': project('members'),
  'studio.projects.edit': project('owners'),
  'studio.projects.update': project('owners', form),
  'studio.project_archives.store': project('owners'),
  'studio.project_archives.destroy': project('owners'),
  'studio.project_members.store': project('owners', () => ({ userId: '1' })),
  'studio.project_members.destroy': project('owners'),
}
