import { posix } from 'node:path'
import { promisify } from 'node:util'
import { inflate } from 'node:zlib'
import type Asset from '#library/models/asset'

/** More than any chunk an import keeps. */
const maxOutputLength = 256 * 1024 * 1024

/** A raw chunk as a file to save: text where it is text, JSON where it is JSON. Its row keeps it deflated. */
export async function chunkFile(asset: Asset, chunk: { keyword: string; body: Uint8Array }) {
  const body = await promisify(inflate)(chunk.body, { maxOutputLength })
  const keyword = chunk.keyword.replace(/[^\w.-]+/g, '_').slice(0, 60) || 'chunk'
  const stem = posix.basename(asset.fileName).replace(/\.[^.]*$/, '')
  const { ending, mime } = typeOf(body)
  return { name: `${stem}.${keyword}.${ending}`, mime, body }
}

function typeOf(body: Buffer) {
  const text = body.toString('utf8')
  if (body.includes(0) || text.includes('\ufffd')) {
    return { ending: 'bin', mime: 'application/octet-stream' }
  }
  if (!/^\s*[{[]/.test(text)) return { ending: 'txt', mime: 'text/plain; charset=utf-8' }
  return { ending: 'json', mime: 'application/json; charset=utf-8' }
}
