import { scopes, type KeyRow } from '#accounts/api_keys'
import { roles } from '#accounts/models/user'
import type User from '#accounts/models/user'
import { flag, integer, list, object, orNull, text, time } from '#api/schemas'

export const userSchema = object({
  id: integer,
  email: text,
  name: text,
  role: { enum: roles },
  disabled: flag,
  created_at: time,
  last_seen_at: orNull(time),
})

export const keySchema = object({
  id: integer,
  name: text,
  user_id: integer,
  email: text,
  scopes: list({ enum: scopes }),
  created_at: time,
  last_used_at: orNull(time),
  expires_at: orNull(time),
})

export const meSchema = object({
  user: userSchema,
  key: object({ id: integer, name: orNull(text), scopes: list({ enum: scopes }) }),
})

export function userJson(user: User) {
  return {
    id: user.id,
    email: user.email,
    name: user.fullName,
    role: user.role,
    disabled: user.isDisabled,
    created_at: user.createdAt.toISO(),
    last_seen_at: user.lastSeenAt?.toISO() ?? null,
  }
}

/** A key as it is listed; its value is never known again. */
export function keyJson(key: KeyRow) {
  return {
    id: key.id,
    name: key.name,
    user_id: key.userId,
    email: key.email,
    scopes: key.scopes,
    created_at: key.createdAt.toISOString(),
    last_used_at: key.lastUsedAt?.toISOString() ?? null,
    expires_at: key.expiresAt?.toISOString() ?? null,
  }
}
