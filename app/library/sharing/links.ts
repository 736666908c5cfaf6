import { createHash, randomBytes } from 'node:crypto'
import { DateTime } from 'luxon'
import { appUrl } from '#config/app'
import db from '@adonisjs/lucid/services/db'
import { audit } from '#accounts/audit'
import { passwordHash } from '#accounts/passwords'
import type User from '#accounts/models/user'
import ShareLink from '#library/models/share_link'
import { auditSubject, type Subject } from '#library/sharing/subject'

export interface LinkTerms {
  password?: string | null
  /** Until it ends; without, it does not end by itself. */
  days?: number | null
  allowsDownload: boolean
  showsMetadata: boolean
}

type Actor = { by: User; ip?: string }

/**
 * Makes a link to look at an item or a collection without an account, and answers its
 * address: the only time it is known, for only a hash is stored.
 */
export async function createLink(
  subject: Subject,
  { password, days, ...terms }: LinkTerms,
  { by, ip }: Actor
) {
  const token = randomBytes(24).toString('base64url')
  const hashedPassword = password ? await passwordHash.make(password) : null
  await db.transaction(async (trx) => {
    await ShareLink.create(
      {
        ...terms,
        ...keyOf(subject),
        userId: by.id,
        hash: hashOf(token),
        password: hashedPassword,
        expiresAt: days ? DateTime.now().plus({ days }) : null,
      },
      { client: trx }
    )
    const details = { ...terms, password: !!password, ...(days && { days }) }
    await audit('share_link.created', { by, ip, trx, ...auditSubject(subject), details })
  })
  return `${appUrl}/s/${token}`
}

/** The links of this item or collection that have not ended, whoever made them; newest first. */
export function linksOf(subject: Subject) {
  return openLinks().where(keyOf(subject)).preload('user')
}

/** The links this person made that have not ended, with what they lead to; newest first. */
export function linksBy(user: User) {
  return openLinks().where('user_id', user.id).preload('asset').preload('collection')
}

/** The link this token opens, with who made it; null when it is wrong, has ended, or its maker may share no more. */
export async function findLink(token: string) {
  const link = await openLinks().where('hash', hashOf(token)).preload('user').first()
  return link?.user.canEdit && !link.user.isDisabled ? link : null
}

/** Ends a link for good. */
export async function revokeLink(link: ShareLink, { by, ip }: Actor) {
  await db.transaction(async (trx) => {
    await link.useTransaction(trx).merge({ revokedAt: DateTime.now() }).save()
    const [subjectKind, subjectId] = link.assetId
      ? ['asset', link.assetId]
      : ['collection', link.collectionId!]
    const subject = { subjectKind, subjectId, details: { link: link.id } } as const
    await audit('share_link.revoked', { by, ip, trx, ...subject })
  })
}

/** Counts a look at the page, or a file taken away. */
export async function count(link: ShareLink, what: 'views' | 'downloads') {
  await db.from('share_links').where('id', link.id).increment(what, 1)
}

function openLinks() {
  const now = DateTime.now().toSQL({ includeOffset: false })
  return ShareLink.query()
    .whereNull('revoked_at')
    .where((query) => query.whereNull('expires_at').orWhere('expires_at', '>', now))
    .orderBy('id', 'desc')
}

const keyOf = ({ place, id }: Subject) =>
  place === 'library' ? { assetId: id } : { collectionId: id }

function hashOf(token: string) {
  return createHash('sha256').update(token).digest('hex')
}
