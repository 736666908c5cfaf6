import db from '@adonisjs/lucid/services/db'
import { type PathItem, pathItems } from '#library/importing/paths'
import { sha256Of } from '#library/importing/placing'
import { readMetadata } from '#library/metadata/reading'

/** What an import of these paths would do with each file. Changes nothing. */
export async function* previewImport(paths: string[]) {
  for await (const { label, payload } of pathItems({ paths, answers: {} })) {
    yield { path: label, would: await wouldBe(payload) }
  }
}

/** The files that do not say their model or prompt, and which of the two. */
export async function* lacking(paths: string[]) {
  for await (const { payload } of pathItems({ paths, answers: {} })) {
    if ('problem' in payload) continue
    const { facts, kind } = await readMetadata({ path: payload.path })
    if (!kind) continue
    const fields = (['model', 'prompt'] as const).filter((field) => !facts[field])
    if (fields.length) yield { path: payload.path, fields }
  }
}

async function wouldBe(item: PathItem) {
  if ('problem' in item) return 'cannot be read'
  const { kind } = await readMetadata({ path: item.path })
  if (!kind) return 'be looked at'
  const sha256 = await sha256Of(item.path)
  const known = await db
    .from('assets')
    .where({ sha256 })
    .orderByRaw('deleted_at IS NOT NULL')
    .first()
  if (!known) return 'import'
  return known.deleted_at ? 'stay in the trash' : 'here already'
}
