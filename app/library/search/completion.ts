import type User from '#accounts/models/user'
import { counters, type Counter } from '#library/search/counters'
import type { Offer } from '#library/search/fields/field'
import { choiceNames, promptChoice } from '#library/search/fields/prompt_choices'
import { fieldNamed, fields } from '#library/search/fields/registry'
import { parseQuery } from '#library/search/language'
import { printValue } from '#library/search/printer'
import { sample, tally, tallyTags, type SampleColumn } from '#library/search/sampling'
import { sortNames } from '#library/search/sorting'
import { isPlainValue, type Node } from '#library/search/tree'

export interface Suggestion {
  /** What is shown: `tag:` or a value. */
  label: string
  help?: string
  /** Under the rest of the query; where that finds much, over its newest part. */
  count?: number
  /** The whole query with the suggestion taken, and where the caret then stands. */
  text: string
  caret: number
}

const shown = 12

/** What may stand at the caret: fields for an empty place or the beginning of a word, values after a colon. */
export async function complete(asked: {
  text: string
  caret: number
  viewer: User
}): Promise<Suggestion[]> {
  const place = placeAt(asked.text, asked.caret)
  if (place.name === null) return suggestFields(place, await choicesAt(place, asked.viewer))
  if (place.name === 'sort') return suggestValues(place, sortOffers())
  const field = fieldNamed(place.name)?.field
  if (!field) return []
  if (!field.offer)
    return [{ label: field.example, help: field.help, text: asked.text, caret: asked.caret }]
  const rest = parseQuery(place.before + place.after).tree
  const offers = await field.offer({
    part: place.part.toLowerCase(),
    viewer: asked.viewer,
    counts: (of) => countsOf(of, rest, asked.viewer),
  })
  return suggestValues(place, offers)
}

interface Place {
  before: string
  after: string
  negation: string
  name: string | null
  operator: string
  /** The values of a list that are already written, with their comma. */
  earlier: string
  part: string
}

/** Takes apart the term that the caret is at the end of. */
function placeAt(text: string, caret: number): Place {
  const head = text.slice(0, caret)
  const term =
    /(?:^|[\s(|])(-?)(?:(choice\.[\p{L}\p{N}_./-]+|[a-z_]+):\s*(!=|>=|<=|>|<|=)?((?:(?:"[^"]*"|[^\s",()]*),)*))?("[^"]*"?|[^\s"()|,]*)$/iu.exec(
      head
    )
  const [negation, name, operator, earlier, part] = term?.slice(1) ?? []
  const written = (term?.[0] ?? '').replace(/^[\s(|]/, '')
  return {
    before: head.slice(0, head.length - written.length),
    after: text.slice(caret).replace(/^[^\s()|,"]+"?/, ''),
    negation: negation ?? '',
    name: name?.toLowerCase() ?? null,
    operator: operator ?? '',
    earlier: earlier ?? '',
    part: (part ?? '').replaceAll('"', ''),
  }
}

/** The names of choices are asked for where one begins. */
async function choicesAt({ part }: Place, viewer: User): Promise<typeof fields> {
  if (!part.toLowerCase().startsWith('choice')) return {}
  const names = await choiceNames(viewer)
  return Object.fromEntries(names.map((name) => [`choice.${name}`, promptChoice(name)]))
}

function suggestFields(place: Place, choices: typeof fields): Suggestion[] {
  const part = place.part.toLowerCase()
  const offered = {
    ...fields,
    ...choices,
    sort: { help: 'order: date-, rating-, name …' },
    limit: { help: 'at most so many' },
  }
  return Object.entries(offered)
    .filter(([name, { help }]) => name.startsWith(part) && !help.includes('not available yet'))
    .slice(0, part ? shown : undefined)
    .map(([name, { help }]) => ({ label: `${name}:`, help, ...taken(place, `${name}:`) }))
}

function suggestValues(place: Place, offers: Offer[]): Suggestion[] {
  const part = place.part.toLowerCase()
  const plain = (value: string) => value.toLowerCase().replaceAll('_', ' ')
  const fits = ({ value, help }: Offer) =>
    !help?.includes('not available yet') &&
    (plain(value).includes(plain(part)) || !!help?.startsWith('also '))
  const begins = ({ value }: Offer) => Number(plain(value).startsWith(plain(part)))
  return offers
    .filter(fits)
    .sort((one, other) => begins(other) - begins(one))
    .slice(0, shown)
    .map(({ value, count, help }) => {
      const operator = /^[<>=]/.test(value) ? '' : place.operator
      const written = /^[<>]=?\d$/.test(value)
        ? value
        : printValue({ text: value, quoted: !isPlainValue(value) })
      const term = `${place.name}:${operator}${place.earlier}${written}`
      return { label: value, count, help, ...taken(place, `${term} `) }
    })
}

function taken({ before, negation, after }: Place, term: string) {
  const text = before + negation + term
  const tail = term.endsWith(' ') ? after.trimStart() : after
  return { text: text + tail, caret: text.length }
}

async function countsOf(of: Counter | SampleColumn, rest: Node | null, viewer: User) {
  const most = of === 'tag' ? 100 : 2_000
  if (!rest && isCounter(of)) return counters(of, viewer, most)
  if (of === 'tag') return tallyTags(await sample(rest, viewer, ['id']), most)
  const found = await sample(rest, viewer, [of])
  const seen = tally(found, of)
  if (found.complete || !isCounter(of)) return seen
  const known = new Set(seen.map(({ value }) => value))
  const others = await counters(of, viewer, most)
  const beyond = others.filter(({ value }) => !known.has(value))
  return [...seen, ...beyond.map(({ value }) => ({ value }))]
}

function isCounter(of: string): of is Counter {
  return ['kind', 'generator', 'model', 'month', 'tag', 'rating'].includes(of)
}

function sortOffers(): Offer[] {
  const descending = ['date-', 'rating-', 'added-', 'size-']
  return [...descending, ...sortNames].map((value) => ({ value }))
}
