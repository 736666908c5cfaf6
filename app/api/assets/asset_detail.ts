import { promisify } from 'node:util'
import { inflate } from 'node:zlib'
import db from '@adonisjs/lucid/services/db'
import type User from '#accounts/models/user'
import { assetJson, assetSchema } from '#api/assets/asset_json'
import { anything, integer, list, object, text } from '#api/schemas'
import { collectionsOf, layersOf } from '#library/curation/item'
import type Asset from '#library/models/asset'

const named = object({ id: integer, name: text })

export const metadataSchema = object({
  parsed: anything,
  own: anything,
  chunks: list(object({ container: text, keyword: text, text })),
})

export const assetDetailSchema = {
  ...assetSchema,
  properties: {
    ...(assetSchema.properties as object),
    collections: list(named),
    prompt_meta: metadataSchema,
  },
  required: [...(assetSchema.required as string[]), 'collections', 'prompt_meta'],
}

/** An asset with all that is known of how it was made. */
export async function assetDetail(asset: Asset, viewer: User) {
  return {
    ...(await assetJson(asset, viewer)),
    collections: await collectionsOf(asset.id, viewer),
    prompt_meta: await metadataJson(asset),
  }
}

/** The layers as they are kept: what was parsed, the person's own words, and the raw chunks that are text. */
export async function metadataJson(asset: Asset) {
  const [layers, chunks] = await Promise.all([layersOf(asset.id), textChunks(asset)])
  return { ...layers, chunks }
}

const longestChunk = 4 * 1024 * 1024

async function textChunks(asset: Asset) {
  const rows = await db.from('asset_chunks').where('asset_id', asset.id).orderBy('id').limit(100)
  const chunks = await Promise.all(
    rows.map(async ({ container, keyword, body }) => ({
      container,
      keyword,
      text: await textOf(body),
    }))
  )
  return chunks.filter((chunk): chunk is typeof chunk & { text: string } => chunk.text !== null)
}

/** Null for what is no text, or too much of it to be told beside the rest. */
async function textOf(body: Uint8Array) {
  try {
    const bytes = await promisify(inflate)(body, { maxOutputLength: longestChunk })
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}
