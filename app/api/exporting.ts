import type User from '#accounts/models/user'
import { assetsJson } from '#api/assets/asset_json'
import { assetIds } from '#library/search/searching'
import Asset from '#library/models/asset'

export const exportFormats = ['jsonl', 'json', 'csv'] as const
export type ExportFormat = (typeof exportFormats)[number]

export const exportTypes: Record<ExportFormat, string> = {
  jsonl: 'application/jsonl; charset=utf-8',
  json: 'application/json; charset=utf-8',
  csv: 'text/csv; charset=utf-8',
}

type Row = Awaited<ReturnType<typeof assetsJson>>[number]

/** Everything a search finds, as this person sees it, in pieces of text: a few hundred items in memory at a time. */
export async function* exportAssets(asked: { q: string; viewer: User; format: ExportFormat }) {
  const { begin, between, end, write } = writers[asked.format]
  let isFirst = true
  for await (const row of rowsOf(asked)) {
    yield (isFirst ? begin(row) : between) + write(row)
    isFirst = false
  }
  yield isFirst ? begin(null) + end : end
}

async function* rowsOf({ q, viewer }: { q: string; viewer: User }) {
  for (let after: string | null | undefined; after !== null;) {
    const { ids, next } = await assetIds({ q, viewer, after, limit: 500 })
    const assets = await Asset.query()
      .withScopes((scopes) => scopes.visibleTo(viewer))
      .whereIn('id', ids)
    const json = await assetsJson(assets, viewer)
    const rows = new Map(json.map((row) => [row.id, row]))
    yield* ids.flatMap((id) => rows.get(id) ?? [])
    after = next
  }
}

interface Writer {
  begin: (first: Row | null) => string
  between: string
  end: string
  write: (row: Row) => string
}

const writers: Record<ExportFormat, Writer> = {
  jsonl: { begin: () => '', between: '\n', end: '\n', write: (row) => JSON.stringify(row) },
  json: { begin: () => '[\n', between: ',\n', end: '\n]\n', write: (row) => JSON.stringify(row) },
  csv: {
    begin: (row) => (row ? `${Object.keys(flat(row)).join(',')}\r\n` : ''),
    between: '\r\n',
    end: '\r\n',
    write: (row) => Object.values(flat(row)).map(cell).join(','),
  },
}

function flat({ urls, tags, ...row }: Row) {
  return { ...row, tags: tags.join('; '), file: urls.file }
}

/** Quoted as RFC 4180 says; a formula is defused, for spreadsheets run what begins with these signs. */
function cell(value: unknown) {
  const text = String(value ?? '')
  const safe = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
