import type User from '#accounts/models/user'
import { assetUrl, libraryUrl, withQuery } from '#library/gallery/addresses'
import { termFor } from '#library/curation/terms'
import { places, rows, sql } from '#library/search/sql'
import { variantsPage } from '#duplicates/variants'

const picturesPerGroup = 8

interface Picture {
  id: number
  sha256: string
  fileName: string
  hasThumbnail: boolean
}

/** One page of variants with the first pictures of each. */
export async function variantsList(viewer: User, before?: number) {
  const { groups, next } = await variantsPage({ viewer, before })
  const shown = groups.map((group) => ({
    ...group,
    ids: group.assetIds.slice(0, picturesPerGroup),
  }))
  const pictures = await picturesOf(shown.flatMap(({ ids }) => ids))
  return {
    groups: shown.map(({ prompt, model, assetIds, ids }) => ({
      prompt,
      model,
      count: assetIds.length,
      pictures: ids.flatMap((id) => pictures.get(id) ?? []),
      href: libraryUrl({ q: termFor('sameprompt', String(ids[0])) }),
    })),
    nextHref: next && withQuery('/duplicates/variants', { before: String(next) }),
    firstHref: before ? '/duplicates/variants' : null,
  }
}

async function picturesOf(ids: number[]) {
  if (!ids.length) return new Map<number, Picture & { href: string }>()
  const found = await rows<Picture>(
    sql(
      `SELECT id, sha256, file_name AS "fileName", placeholder IS NOT NULL AS "hasThumbnail"
       FROM assets WHERE id IN (${places(ids)})`,
      ...ids
    )
  )
  return new Map(found.map((row) => [row.id, { ...row, href: assetUrl(row.id, '') }]))
}
