import { DateTime } from 'luxon'
import db from '@adonisjs/lucid/services/db'
import type Asset from '#library/models/asset'
import type User from '#accounts/models/user'
import { derivativePath } from '#library/derivatives/derivatives'
import { writeDerivative } from '#library/derivatives/writing'
import { createLink, type LinkTerms } from '#library/sharing/links'
import { findSubject } from '#library/sharing/subject'
import { assetWithFile } from '#tests/helpers/duplicates'
import type { Cell } from '#tests/helpers/routes/cells'
import type { Setting } from '#tests/helpers/routes/page_cells'

/** What a link to one item leads to, by the routes of `start/routes/library/sharing.ts`. */
const addresses = {
  show: () => '',
  item: (id: number) => `/items/${id}`,
  thumbnail: (id: number) => `/thumbnails/${id}/320`,
  original: (id: number) => `/originals/${id}`,
}
type Way = keyof typeof addresses
const ways = Object.keys(addresses) as Way[]

const all = (status: number) => ({
  show: status,
  item: status,
  thumbnail: status,
  original: status,
})

interface LinkRow {
  terms?: Partial<LinkTerms>
  /** What becomes of the link, of who made it, or of the item, before it is used. */
  then?: (made: Made) => Promise<unknown>
  wanted: Record<Way, number>
}

interface Made {
  maker: User
  linkId: number
  asset: Asset
}

const link = (id: number, values: object) => db.from('share_links').where('id', id).update(values)
const item = (id: number, values: object) => db.from('assets').where('id', id).update(values)

/** Every kind of link somebody without an account may hold; 302 leads to the form for the password. */
const everyLink: Record<string, LinkRow> = {
  'that is good': { wanted: { ...all(200), original: 404 } },
  'to download by': { terms: { allowsDownload: true }, wanted: all(200) },
  'with a password': {
    terms: { allowsDownload: true, password: 'open sesame' },
    wanted: { ...all(302), show: 200 },
  },
  'that has ended': {
    terms: { allowsDownload: true, days: 1 },
    then: ({ linkId }) => link(linkId, { expires_at: '2026-01-01 00:00:00' }),
    wanted: all(404),
  },
  'that was revoked': {
    terms: { allowsDownload: true },
    then: ({ linkId }) => link(linkId, { revoked_at: '2026-01-01 00:00:00' }),
    wanted: all(404),
  },
  'of somebody disabled': {
    terms: { allowsDownload: true },
    then: ({ maker }) => maker.merge({ disabledAt: DateTime.now() }).save(),
    wanted: all(404),
  },
  'of somebody who may share no more': {
    terms: { allowsDownload: true },
    then: ({ maker }) => maker.merge({ role: 'viewer' }).save(),
    wanted: all(404),
  },
  'to what is private to others now': {
    terms: { allowsDownload: true },
    then: async ({ asset, maker }) => {
      const other = await db.from('users').whereNot('id', maker.id).firstOrFail()
      await item(asset.id, { visibility: 'private', owner_id: other.id })
    },
    wanted: all(404),
  },
  'to what lies in the trash': {
    terms: { allowsDownload: true },
    then: ({ asset }) => item(asset.id, { deleted_at: '2026-01-01 00:00:00' }),
    wanted: all(404),
  },
  'to something else': {
    terms: { allowsDownload: true },
    then: async ({ linkId, maker }) => {
      const other = await assetWithFile('another', { owner: maker })
      await link(linkId, { asset_id: other.id })
    },
    wanted: { ...all(404), show: 200 },
  },
}

/** What every kind of link opens. */
export async function linkCells({ cast }: Setting): Promise<Cell[]> {
  const cells: Cell[] = []
  for (const [kind, { terms, then, wanted }] of Object.entries(everyLink)) {
    const maker = await cast.editor.refresh()
    await maker.merge({ disabledAt: null, role: 'editor' }).save()
    const asset = await itemOf(maker)
    const subject = await findSubject(maker, 'library', asset.id)
    const usual = { allowsDownload: false, showsMetadata: false }
    const address = new URL(await createLink(subject, { ...usual, ...terms }, { by: maker }))
    const { id: linkId } = await db.from('share_links').orderBy('id', 'desc').firstOrFail()
    const ask = async (way: Way) => {
      await maker.merge({ disabledAt: null, role: 'editor' }).save()
      await then?.({ maker, linkId, asset })
      return statusOf(address.pathname + addresses[way](asset.id))
    }
    for (const way of ways)
      cells.push({
        name: `a link ${kind} (${way})`,
        wanted: [wanted[way]],
        ask: () => ask(way),
      })
  }
  return cells
}

async function itemOf(owner: User) {
  const asset = await assetWithFile(`bytes ${Math.random()}`, { owner })
  writeDerivative(derivativePath(asset.sha256, 320), Buffer.from('a thumbnail'))
  return asset
}

async function statusOf(path: string) {
  const origin = `http://${process.env.HOST}:${process.env.PORT}`
  const { status } = await fetch(origin + path, { redirect: 'manual' })
  return status
}
