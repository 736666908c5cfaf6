import type { Row } from '#tests/helpers/routes/table'

const wildcard = (form?: Row['form']): Row => ({ to: 'editors', of: 'wildcard', form })

export const wildcardRoutes: Record<string, Row> = {
  'studio.wildcards.index': { to: 'members' },
  'studio.wildcards.store': { to: 'editors', form: () => ({ name: 'new', body: 'red' }) },
  'studio.wildcards.create': { to: 'editors' },
  'studio.wildcards.show': {
    to: 'members',
    query: (ids) => ({ name: `animal-${ids.asset}` }),
  },
  'studio.wildcard_files.store': { to: 'editors' },
  'studio.wildcards.edit': wildcard(),
  'studio.wildcards.update': wildcard(() => ({ name: 'other', body: 'blue' })),
  'studio.wildcards.destroy': wildcard(),
}
