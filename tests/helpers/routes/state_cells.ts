import type { Answer, Cell } from '#tests/helpers/routes/cells'
import {
  cell,
  expected,
  pageRoutes,
  type PageRoute,
  type Setting,
} from '#tests/helpers/routes/page_cells'
import { everyRow, meddling, prying, type Query } from '#tests/helpers/routes/prying'
import type { Access, Changing, Row } from '#tests/helpers/routes/table'
import { hiddenKinds, isMeddledWith, type State } from '#tests/helpers/routes/worlds'

/** What is private is not there for others: not by its number, and in no list, count or proposal. */
export function hiddenCells(setting: Setting, state: State): Cell[] {
  const isHidden = ({ of }: Row) => !!of && hiddenKinds(state).includes(of)
  const questions: { route: PageRoute; query?: Query }[] = pageRoutes()
    .filter(({ row, method }) => !row.endless && (isHidden(row) || method === 'GET'))
    .flatMap((route) => [
      { route },
      ...(prying[route.name] ?? []).map((query) => ({ route, query })),
    ])
  const readers = questions.flatMap(({ route, query }) =>
    (query ? (['editor'] as const) : (['viewer', 'editor'] as const)).map((as) => {
      const usual = expected[route.row.to][as]
      const wanted = !isHidden(route.row) ? [usual, 404] : usual === 403 ? [403, 404] : [404]
      return cell(setting, { route, as, way: 'fragment', state, wanted, query, reads: true })
    })
  )
  return [...readers, ...(isMeddledWith(state) ? meddlers(setting, state) : [])]
}

function meddlers(setting: Setting, state: State) {
  return pageRoutes().flatMap((route) =>
    (meddling[route.name] ?? []).map((form) =>
      cell(setting, { route, as: 'editor', state, form, wanted: ['in', 403, 404], meddles: true })
    )
  )
}

/** What a share lets its person do with what is private otherwise, and a lock keeps even its owner from. */
export function stateCells(setting: Setting, state: State): Cell[] {
  const as = state === 'locked' ? 'owner' : 'editor'
  return pageRoutes()
    .filter(({ row }) => row.to !== 'nobody' && ['asset', 'collection'].includes(row.of ?? ''))
    .map((route) => {
      const usual = expected[route.row.to][as]
      const wanted = [stateAnswer(route.row, state, usual)]
      return cell(setting, { route, as, state, wanted })
    })
}

/** What is answered of what is shared or locked, where otherwise it would be `usual`. */
export function stateAnswer(row: Changing & { to: Access }, state: State, usual: Answer): Answer {
  if (state === 'locked') return row.locked && usual === 'in' ? 423 : usual
  if (row.to === 'members') return usual
  return state === 'shared to edit' && row.invited ? 'in' : 403
}

/** Looking changes nothing, but that somebody was here and how often a link was looked at. */
export function readingCells(setting: Setting): Cell[] {
  const looking = pageRoutes().filter(({ row, method }) => method === 'GET' && !row.endless)
  return looking.map((route) => {
    const {
      ask: look,
      wanted,
      ...rest
    } = cell(setting, { route, as: 'owner', wanted: ['in', 404] })
    const askOnce = async (): Promise<Answer> => {
      await look()
      const before = await everyRow()
      const answer = await look()
      return (await everyRow()) === before ? answer : 'meddles'
    }
    return { ...rest, wanted, ask: askOnce }
  })
}
