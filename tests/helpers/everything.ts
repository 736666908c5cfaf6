import type User from '#accounts/models/user'
import { decide, pairsAmong } from '#duplicates/decisions'
import { defaultRules } from '#duplicates/keeper'
import { planFor } from '#duplicates/plans'
import { rateAssets } from '#library/curation/marking'
import SavedView from '#library/models/saved_view'
import SourceFolder from '#library/models/source_folder'
import Tag from '#library/models/tag'
import { startRun } from '#queue/runs'
import Wildcard from '#studio/models/wildcard'
import { keepBlock } from '#studio/prompts/builder'
import { createProject } from '#studio/projects/projects'
import { trashAssets } from '#trash/trashing'
import type { Cast } from '#tests/helpers/cast'
import { createCollection } from '#tests/helpers/curation'
import { assetWithFile, createGroup, makeAlike } from '#tests/helpers/duplicates'
import { createAsset } from '#tests/helpers/library'
import { createTemplateOf } from '#tests/helpers/recipes'
import { createAccount, createModel, draftOf } from '#tests/helpers/orders'
import { createOrder } from '#tests/helpers/studio'

/** A bit of everything, and the addresses of all pages of it; the first is that of a picture. */
export async function fillEverything({ owner }: Cast) {
  const made = { prompt: 'a lighthouse', model: 'flux1-dev', loras: [{ name: 'fog', weight: 0.5 }] }
  const picture = await createAsset({ owner, ...made, tags: ['Sea', 'Night'] })
  const damaged = 'damaged: VipsJpeg: premature end of JPEG image'
  const others = await Promise.all(
    [
      { fileName: 'torn.jpg', brokenReason: damaged },
      { fileName: 'gone.png', missingAt: '2026-01-01 00:00:00' },
      { fileName: 'film.mp4', kind: 'video' as const, mime: 'video/mp4', duration: 5 },
      { fileName: 'song.mp3', kind: 'audio' as const, mime: 'audio/mpeg', duration: 65 },
      { fileName: 'mine.png', visibility: 'private' as const },
    ].map((file) => createAsset({ owner, file: file as object }))
  )
  const collection = await createCollection('Best of', owner, [picture.id, others[0].id])
  const [tag, other] = await Tag.query().orderBy('id')
  const view = await SavedView.create({
    userId: owner.id,
    name: 'Mine',
    query: 'sea',
    pinned: true,
    view: 'grid',
    size: 'medium',
  })
  const folder = await SourceFolder.create({
    ownerId: owner.id,
    name: 'Pictures',
    path: '/nowhere',
    mode: 'in_place',
    visibility: 'everyone',
    offlineReason: 'The disk is not there.',
  })
  const items = [{ label: 'one.png', payload: {} }]
  const run = await startRun({ kind: 'tests.probe', title: 'An import', user: owner, items })
  const group = await fillDuplicates(owner)
  const templates = await fillTemplates(owner, picture.id)
  return [
    `/library/${picture.id}`,
    ...others.map(({ id }) => `/library/${id}`),
    `/library/${picture.id}/revisions`,
    '/library',
    '/library?view=list&q=sort:rating-',
    '/library?q=nothinglikethis',
    '/library?q=rating:many',
    '/library/facets',
    '/library/slideshow?view=grid',
    '/collections',
    '/collections/create',
    `/collections/${collection}`,
    `/collections/${collection}?arrange=1`,
    `/collections/${collection}/edit`,
    '/tags',
    '/tags?unused=1',
    `/tags/${tag.id}/edit`,
    `/tags/${tag.id}/merges/create?into=${other.name}`,
    '/views',
    `/views/${view.id}/edit`,
    '/jobs',
    `/jobs/${run.id}`,
    '/import',
    '/admin/source-folders',
    '/admin/source-folders/new',
    `/admin/source-folders/${folder.id}/edit`,
    '/profile',
    '/profile/keys',
    '/profile/second-factor',
    '/confirm',
    '/admin/users',
    '/admin/keys',
    '/admin/audit',
    '/admin/audit?about=nothinglikethis',
    '/help',
    ...group,
    ...templates,
    ...(await fillStudio(owner)),
    '/nowhere',
  ]
}

/** Templates that can and cannot be expanded, a wildcard, a rated prompt and a block, and the pages of them. */
async function fillTemplates(owner: User, assetId: number) {
  const prompt = 'a ${colour={red|blue}}${colour} __animal__'
  const inputs = [{ name: 'animal', label: 'Which animal?', default: 'fox' }]
  const { id } = await createTemplateOf(owner, { prompt, inputs, parameters: { steps: '{20|30}' } })
  const broken = await createTemplateOf(owner, { name: 'Broken', prompt: 'a __nowhere__' })
  await Wildcard.create({ ownerId: owner.id, name: 'animal', body: 'fox\nowl' })
  await rateAssets({ assetIds: [assetId], rating: 5, by: owner })
  await keepBlock('light', 'dawn', owner)
  return [
    '/templates',
    '/templates?search=nothinglikethis',
    '/templates/create',
    `/templates/${id}`,
    `/templates/${id}/edit`,
    `/templates/${broken.id}`,
    '/wildcards',
    '/wildcards/create',
    '/wildcards/named?name=animal',
    '/prompts',
    '/prompts?show=best',
    '/builder?light[]=dawn',
  ]
}

/** Groups to decide about, a decision, a plan and something in the trash, and the pages of them. */
async function fillDuplicates(owner: User) {
  const copies = await Promise.all(
    ['large', 'small', 'other', 'rival', 'unwanted'].map((bytes) => assetWithFile(bytes, { owner }))
  )
  const [large, small, other, rival, unwanted] = copies
  await makeAlike([other, rival])
  const pairs = pairsAmong([other.id, rival.id])
  await decide({ pairs, verdict: 'different', by: owner })
  await trashAssets({ by: owner, assetIds: [unwanted.id], reason: 'a test' })
  await makeAlike([large, small])
  const groupId = await createGroup([large, small])
  const planId = await planFor(
    { ids: [groupId] },
    { by: owner, rules: defaultRules, rest: 'trash', preset: 'normal' }
  )
  return [
    '/duplicates',
    '/duplicates?score=100',
    `/duplicates/${groupId}`,
    `/duplicates/${groupId}/merges/create?keeper=${large.id}&members[]=${large.id}&members[]=${small.id}`,
    `/duplicates/comparison?left=${large.id}&right=${small.id}`,
    `/duplicates/comparison?left=${large.id}&right=${small.id}&mode=slider`,
    '/duplicates/decisions',
    '/duplicates/rules',
    '/duplicates/settings',
    '/duplicates/plans',
    `/duplicates/plans/${planId}`,
    '/trash',
    '/trash?search=nothinglikethis',
    '/trash/purges/create?all=1',
  ]
}

/** A project with an order of everything, and the pages of it. */
async function fillStudio(owner: User) {
  const project = await createProject({ name: 'Posters', visibility: 'everyone' }, owner)
  const fault = { code: 'content_policy', retry: 'never', providerMessage: 'Refused' } as const
  const { order, items } = await createOrder(project, owner, {
    state: 'running',
    items: [
      { stage: 'final', parameters: { steps: 20 }, choices: { colour: 'red' } },
      { parameters: { steps: 30 }, choices: { colour: 'blue' } },
      { state: 'failed', error: fault },
      { state: 'running', attempt: { progress: 0.5, logTail: 'half' } },
    ],
  })
  const model = await createModel(await createAccount())
  const draft = await draftOf(model, project, owner, { prompt: 'a {red|blue} fox', count: 20 })
  const compared = items.flatMap(({ product }) => product?.assetId ?? [])
  const here = `/projects/${project.id}`
  return [
    '/projects',
    '/projects?archived=1',
    '/projects/create',
    here,
    `${here}/edit`,
    `${here}/products`,
    `${here}/comparison?${compared.map((id) => `ids[]=${id}`).join('&')}`,
    `${here}/grid?rows=steps&columns=colour`,
    '/orders',
    '/orders?state=cancelled',
    `/orders/create?project=${project.id}`,
    `/orders/${draft.id}/edit?priced=1`,
    `/orders/${order.id}`,
    '/models',
    '/models?search=nothinglikethis',
    '/models/create',
    `/models/${model.id}`,
    '/providers',
    '/spending',
    `/library/${compared[0]}`,
  ]
}
