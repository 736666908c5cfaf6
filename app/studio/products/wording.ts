import type Product from '#studio/models/product'

const stages = {
  draft: { label: 'Draft', icon: 'pencil-line', tone: undefined },
  shortlist: { label: 'Shortlist', icon: 'list-checks', tone: 'accent' },
  final: { label: 'Final', icon: 'badge-check', tone: 'good' },
} as const

export const stageName = (stage: Product['stage']) => stages[stage].label
export const stageIcon = (stage: Product['stage']) => stages[stage].icon

/** The badge of a picture on its own page. */
export const stageBadge = (stage: Product['stage']) => stages[stage]

/** What varied, by its name; a choice that nobody named has only a number. */
export const variedName = (name: string) => (/^\d+$/.test(name) ? `choice ${name}` : name)
