import { keeperRuleNames, type KeeperRule, type KeeperRuleName } from '#duplicates/keeper'

/** The list as a form has it: every rule there is, in order, those in use marked. */
export interface EditedRules {
  order: KeeperRuleName[]
  inUse: KeeperRuleName[]
  /** One step: 'resolution:up' or 'resolution:down'. */
  move?: string
  /** Absolute paths and MIME types, the best first, one a line. */
  folders?: string
  formats?: string
}

/** The rules to edit: those in use in their order, each other one behind whatever it follows by default. */
export function editableRules(rules: KeeperRule[]) {
  const inUse = rules.map(({ name }) => name)
  const order = keeperRuleNames.reduce(
    (all, name, at) =>
      all.includes(name) ? all : all.toSpliced(all.indexOf(keeperRuleNames[at - 1]) + 1, 0, name),
    inUse
  )
  const wished = (name: KeeperRuleName, wish: 'folders' | 'formats') =>
    rules.find((rule) => rule.name === name)?.[wish]?.join('\n') ?? ''
  return {
    rules: order.map((name) => ({ name, inUse: inUse.includes(name) })),
    folders: wished('preferred_folder', 'folders'),
    formats: wished('preferred_format', 'formats'),
  }
}

/** The rules a form asks for; what is not in use is left out. */
export function rulesFrom({ order, inUse, move, folders, formats }: EditedRules): KeeperRule[] {
  const wishes: Partial<Record<KeeperRuleName, Partial<KeeperRule>>> = {
    preferred_folder: { folders: lines(folders) },
    preferred_format: { formats: lines(formats) },
  }
  return moved([...new Set(order)], move)
    .filter((name) => inUse.includes(name))
    .map((name) => ({ name, ...wishes[name] }))
}

function moved(order: KeeperRuleName[], move = '') {
  const [name, way] = move.split(':') as [KeeperRuleName, string]
  const from = order.indexOf(name)
  const to = from + (way === 'up' ? -1 : 1)
  if (from < 0 || to < 0 || to >= order.length) return order
  return order.with(from, order[to]).with(to, name)
}

const lines = (text = '') =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
