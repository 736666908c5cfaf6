import { Readable } from 'node:stream'
import { inflateSync } from 'node:zlib'
import db from '@adonisjs/lucid/services/db'
import { a1111Text } from '#library/curation/a1111_text'
import { embedInJpeg } from '#library/embedding/jpeg'
import { xmpBox } from '#library/embedding/mp4'
import { embedInPng } from '#library/embedding/png'
import { embedInWebp } from '#library/embedding/webp'
import { recipeChunk } from '#library/metadata/parsers/studio'
import type Asset from '#library/models/asset'
import type { OpenOriginal } from '#library/originals'

/** What is written into a copy of a file: the text other programs read, and all we know as JSON. */
export interface Embedded {
  /** As AUTOMATIC1111 writes it. */
  text: string | null
  recipe: string | null
}

/** Pictures are held in memory while something is put into them. */
const largestPicture = 200e6

const pictures: Record<string, (bytes: Buffer, said: Embedded) => Buffer | null> = {
  'image/png': embedInPng,
  'image/jpeg': embedInJpeg,
  'image/webp': embedInWebp,
}

/** Whether a file of this kind can take in how it was made. */
export const canEmbed = ({ mime }: Pick<Asset, 'mime'>) =>
  Object.hasOwn(pictures, mime) || mime === 'video/mp4'

/**
 * A copy of the file with how it was made in it; pixels and sound stay as they are, byte for byte.
 * Null where there is nothing to say, or no place for it. Whoever reads it to its end closes the file.
 */
export async function embedded(
  asset: Asset,
  original: Pick<OpenOriginal, 'handle' | 'size'>
): Promise<{ stream: Readable; size: number } | null> {
  const said = await knownOf(asset)
  if (!said.text && !said.recipe) return null
  if (asset.mime === 'video/mp4') return withBox(original, said)
  if (!Object.hasOwn(pictures, asset.mime) || original.size > largestPicture) return null
  const bytes = Buffer.alloc(original.size)
  await original.handle.read(bytes, 0, original.size, 0)
  const picture = pictures[asset.mime](bytes, said)
  if (!picture) return null
  await original.handle.close()
  return { stream: Readable.from([picture]), size: picture.length }
}

async function withBox({ handle, size }: Pick<OpenOriginal, 'handle' | 'size'>, said: Embedded) {
  const box = await xmpBox(handle, size, said)
  if (!box) return null
  const parts = async function* () {
    yield* handle.createReadStream({ start: 0 })
    yield box
  }
  return { stream: Readable.from(parts()), size: size + box.length }
}

/** A person's own words go before what the file said. */
async function knownOf(asset: Asset): Promise<Embedded> {
  const layers = await db.from('asset_metadata').where('asset_id', asset.id).first()
  const parsed = JSON.parse(layers?.parsed ?? '{}')
  const { container } = recipeChunk
  const chunk = await db.from('asset_chunks').where({ asset_id: asset.id, container }).first()
  const recipe = chunk ? inflateSync(chunk.body).toString() : null
  return { text: a1111Text(asset, { parsed }), recipe }
}
