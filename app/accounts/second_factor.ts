import { createHash, randomInt } from 'node:crypto'
import { Secret, TOTP } from 'otpauth'
import QRCode from 'qrcode'
import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import encryption from '@adonisjs/core/services/encryption'
import { DateTime } from 'luxon'
import { audit } from '#accounts/audit'
import type User from '#accounts/models/user'

const periodSeconds = 30
const letters = 'abcdefghjkmnpqrstuvwxyz23456789'
const codesAtOnce = 10

/**
 * Begins to set up a second factor (TOTP, RFC 6238): a secret that counts only once a
 * code made with it was given. Answers it as text and as a QR code (a data URL).
 */
export async function beginSecondFactor(user: User) {
  const secret = new Secret({ size: 20 })
  await user.merge({ totpSecret: seal(user, secret.base32) }).save()
  return showSecondFactor(user)
}

/** The secret that waits for its first code; null where none does. */
export async function showSecondFactor(user: User) {
  const totp = user.totpConfirmedAt ? null : totpOf(user)
  if (!totp) return null
  const qrCode = await QRCode.toDataURL(totp.toString(), { margin: 1 })
  return { secret: totp.secret.base32, qrCode }
}

/** Makes it count. Answers the recovery codes, the only time they are known; null for a wrong code. */
export async function confirmSecondFactor(user: User, code: string, ip?: string) {
  return db.transaction(async (trx) => {
    if (!(await takeCode(user, code, trx))) return null
    await user.useTransaction(trx).merge({ totpConfirmedAt: DateTime.now() }).save()
    const codes = await replaceRecoveryCodes(user, trx)
    await audit('second_factor.set', { by: user, ip, trx })
    return codes
  })
}

/** Takes it away, recovery codes and all. */
export async function removeSecondFactor(user: User, { by, ip }: { by: User | null; ip?: string }) {
  await db.transaction(async (trx) => {
    const none = { totpSecret: null, totpConfirmedAt: null, totpStep: null }
    await user.useTransaction(trx).merge(none).save()
    await trx.from('recovery_codes').where('user_id', user.id).delete()
    const subject = { subjectKind: 'user', subjectId: user.id, subject: user.email }
    await audit('second_factor.removed', { by, ip, trx, ...subject })
  })
}

/** New recovery codes; those before stop working. Each is taken once. */
export function makeRecoveryCodes(user: User, ip?: string) {
  return db.transaction(async (trx) => {
    await audit('recovery_codes.made', { by: user, ip, trx })
    return replaceRecoveryCodes(user, trx)
  })
}

/**
 * Whether this is a code of the second factor now (or half a minute ago), or a recovery
 * code; either is taken only once.
 */
export function passSecondFactor(user: User, code: string, ip?: string) {
  return db.transaction(async (trx) => {
    const plain = code.replace(/[\s-]/g, '').toLowerCase()
    if (/^\d{6}$/.test(plain)) return takeCode(user, plain, trx)
    const used = await trx
      .from('recovery_codes')
      .where({ user_id: user.id, hash: hashOf(plain) })
      .whereNull('used_at')
      .update({ used_at: new Date() })
    if (Number(used) === 0) return false
    await audit('recovery_code.used', { by: user, ip, trx })
    return true
  })
}

export async function recoveryCodesLeft(user: User) {
  const row = await db
    .from('recovery_codes')
    .where('user_id', user.id)
    .whereNull('used_at')
    .count('* as left')
    .first()
  return Number(row.left)
}

async function takeCode(user: User, code: string, trx: TransactionClientContract) {
  const totp = totpOf(user)
  const drift = totp?.validate({ token: code.replace(/\s/g, ''), window: 1 })
  if (totp === null || drift === null || drift === undefined) return false
  const step = Math.floor(Date.now() / 1_000 / periodSeconds) + drift
  /** The row decides, not what was read before: of two requests with one code, one passes. */
  const taken = await trx
    .from('users')
    .where('id', user.id)
    .where((query) => query.whereNull('totp_step').orWhere('totp_step', '<', step))
    .update({ totp_step: step })
  return Number(taken) > 0
}

function totpOf(user: User) {
  const secret = user.totpSecret && encryption.decrypt<string>(user.totpSecret, purpose(user))
  if (!secret) return null
  return new TOTP({ issuer: 'Atelier', label: user.email, secret, period: periodSeconds })
}

function seal(user: User, secret: string) {
  return encryption.encrypt(secret, undefined, purpose(user))
}

const purpose = (user: User) => `totp:${user.id}`

async function replaceRecoveryCodes(user: User, trx: TransactionClientContract) {
  const codes = Array.from({ length: codesAtOnce }, recoveryCode)
  await trx.from('recovery_codes').where('user_id', user.id).delete()
  await trx
    .table('recovery_codes')
    .multiInsert(codes.map((code) => ({ user_id: user.id, hash: hashOf(code.replace('-', '')) })))
  return codes
}

function recoveryCode() {
  const text = Array.from({ length: 10 }, () => letters[randomInt(letters.length)]).join('')
  return `${text.slice(0, 5)}-${text.slice(5)}`
}

function hashOf(code: string) {
  return createHash('sha256').update(code).digest('hex')
}
