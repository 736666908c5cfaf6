import vine, { SimpleMessagesProvider } from '@vinejs/vine'
import { mostMembers } from '#duplicates/member_cards'
import { keeperRuleNames } from '#duplicates/keeper'
import { restWays } from '#duplicates/merging'
import { presetNames } from '#duplicates/presets'
import { kindWords } from '#duplicates/wording'

const id = () => vine.number().withoutDecimals().positive()

export const comparisonModes = ['side', 'slider', 'flicker', 'difference'] as const
export type ComparisonMode = (typeof comparisonModes)[number]

export const comparisonValidator = vine.create({
  left: id(),
  right: id(),
  mode: vine.enum(comparisonModes).optional(),
  group: id().optional(),
})

/** What the groups are narrowed by, as it stands in addresses and forms; an empty choice is none. */
const filters = () => ({
  preset: vine.enum(presetNames).optional(),
  distance: vine.number().withoutDecimals().range([0, 256]).optional(),
  kind: vine.enum(Object.keys(kindWords)).optional(),
  folder: id().optional(),
  collection: id().optional(),
  score: vine.number().withoutDecimals().range([0, 100]).optional(),
  across: vine.boolean().optional(),
  later: vine.boolean().optional(),
})

export const groupsValidator = vine.create({
  ...filters(),
  after: vine.string().maxLength(60).optional(),
})

export const postponeValidator = vine.create({
  params: vine.object({ id: id() }),
  ...filters(),
  members: vine.array(id()).minLength(1).maxLength(mostMembers),
})

export const groupValidator = vine.create({ params: vine.object({ id: id() }), ...filters() })

const groupParams = () => vine.object({ id: id() })
/** What the page showed, so that nothing else is decided about. */
const members = () => vine.array(id()).minLength(2).maxLength(mostMembers)
const kept = () => vine.array(id()).maxLength(100).optional()

export const decideValidator = vine.create({
  params: groupParams(),
  ...filters(),
  verdict: vine.enum(['different', 'variants'] as const),
  of: vine.enum(['kept'] as const).optional(),
  members: members(),
  keeper: id(),
  kept: kept(),
})

export const mergePreviewValidator = vine.create({
  params: groupParams(),
  ...filters(),
  members: members(),
  keeper: id(),
  kept: kept(),
})

export const mergeValidator = vine.create({
  params: groupParams(),
  ...filters(),
  members: members(),
  keeper: id(),
  kept: kept(),
  rest: vine.enum(['link'] as const).optional(),
  trash: vine.boolean().optional(),
  /** Ticked where everybody may read what private ones say. */
  tell: vine.accepted().optional(),
  /** The writable source folder that the rest moves to. */
  moveTo: id().optional(),
})

export const changeValidator = vine.create({ params: vine.object({ id: vine.string().uuid() }) })

const verdict = () => vine.enum(['different', 'variants'] as const).optional()

export const decisionsValidator = vine.create({ verdict: verdict(), before: id().optional() })

export const withdrawValidator = vine.create({
  verdict: verdict(),
  ids: vine.array(id()).minLength(1).maxLength(100),
})

const ruleName = () => vine.enum(keeperRuleNames)

export const keeperRulesValidator = vine.create({
  order: vine.array(ruleName()).maxLength(keeperRuleNames.length).optional(),
  inUse: vine.array(ruleName()).maxLength(keeperRuleNames.length).optional(),
  move: vine.string().maxLength(40).optional(),
  folders: vine.string().maxLength(10_000).optional(),
  formats: vine.string().maxLength(2_000).optional(),
  trash: vine.boolean().optional(),
  confirms: vine.boolean().optional(),
})

/** One absolute path a line. */
const paths = () =>
  vine
    .string()
    .maxLength(20_000)
    .regex(/^[^\S\n]*(\/[^\n]*)?(\n[^\S\n]*(\/[^\n]*)?)*$/)

export const settingsValidator = vine.create({
  preset: vine.enum(presetNames),
  workers: vine.number().withoutDecimals().range([1, 16]),
  moveFolderId: id().optional(),
  protectedFolders: paths().optional(),
})
settingsValidator.messagesProvider = new SimpleMessagesProvider({
  'protectedFolders.regex': 'Give whole paths, one a line, each beginning with “/”.',
})

export const plansValidator = vine.create({
  ...filters(),
  /** Only the groups of the page, of all that match. */
  of: vine.enum(['page'] as const).optional(),
  groups: vine.array(id()).minLength(1).maxLength(500).optional(),
  rest: vine.enum(restWays).optional(),
  moveTo: id().optional(),
})

export const planValidator = vine.create({
  params: groupParams(),
  after: vine.number().withoutDecimals().positive().optional(),
})

export const applicationValidator = vine.create({
  params: groupParams(),
  /** Ticked where the person wants to be asked. */
  looked: vine.accepted().optional(),
})

export const planFileValidator = vine.create({
  plan: vine.file({ size: '50mb', extnames: ['json'] }),
})
planFileValidator.messagesProvider = new SimpleMessagesProvider({
  'plan.file.size':
    'A plan is at most 50 MB long: save it in parts, by narrowing the groups with a filter.',
  'plan.file.extname': 'Choose the JSON file of a plan.',
})

export const variantsValidator = vine.create({
  before: vine.number().withoutDecimals().positive().optional(),
})
