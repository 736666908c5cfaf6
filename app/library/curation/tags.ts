import type { QueryClientContract, TransactionClientContract } from '@adonisjs/lucid/types/database'
import { timestamp } from '#library/curation/changes'

export interface NamedTag {
  id: number
  name: string
}

/** What a tag is found by: lower case, spaces and underscores one `_`, trimmed. Empty when nothing is left. */
export function slugOf(name: string) {
  return name
    .normalize('NFC')
    .toLowerCase()
    .replace(/[\s_]+/g, '_')
    .replace(/^_+|_+$/g, '')
}

/** Splits what a person typed into one field at commas and line ends: trimmed, none empty, none twice. */
export function splitNames(text: string) {
  const names = text.split(/[,\n]/).map((name) => name.trim().replace(/\s+/g, ' '))
  const bySlug = new Map(names.map((name) => [slugOf(name), name.slice(0, 100)]))
  bySlug.delete('')
  return [...bySlug.values()]
}

/** The tags with these names, aliases followed; names nobody used yet are left out. */
export async function findTags(
  client: QueryClientContract,
  names: string[]
): Promise<Map<string, NamedTag>> {
  const slugs = [...new Set(names.map(slugOf))].filter(Boolean)
  if (!slugs.length) return new Map()
  const tags = await client.from('tags').whereIn('slug', slugs).select('id', 'name', 'slug')
  const aliases = await client
    .from('tag_aliases')
    .join('tags', 'tags.id', 'tag_aliases.tag_id')
    .whereIn('tag_aliases.slug', slugs)
    .select('tags.id', 'tags.name', 'tag_aliases.slug as slug')
  return new Map([...aliases, ...tags].map(({ slug, id, name }) => [slug, { id, name }]))
}

/** The tags with these names, aliases followed; those that are missing are made. */
export async function findOrCreateTags(
  trx: TransactionClientContract,
  names: string[]
): Promise<NamedTag[]> {
  const bySlug = new Map(names.map((name) => [slugOf(name), name.trim().slice(0, 100)]))
  bySlug.delete('')
  const found = await findTags(trx, names)
  const missing = [...bySlug].filter(([slug]) => !found.has(slug))
  if (missing.length) {
    const created = timestamp(trx)
    await trx
      .table('tags')
      .multiInsert(
        missing.map(([slug, name]) => ({ slug, name, created_at: created, updated_at: created }))
      )
    const made = await findTags(trx, Object.keys(Object.fromEntries(missing)))
    made.forEach((tag, slug) => found.set(slug, tag))
  }
  return [...new Map([...found.values()].map((tag) => [tag.id, tag])).values()]
}
