import type { Secret } from '@adonisjs/core/helpers'
import { AccessToken, DbAccessTokensProvider } from '@adonisjs/auth/access_tokens'
import type { LucidModel } from '@adonisjs/lucid/types/model'

const usedMilliseconds = 60_000

/**
 * The framework's access tokens, but for one thing: it writes the time of last use at
 * every request, before the secret is compared. Here a key is compared first, and its
 * use noted once a minute, so that reading by key writes nothing most of the time.
 */
export class ApiKeyProvider<Model extends LucidModel> extends DbAccessTokensProvider<Model> {
  async verify(value: Secret<string>) {
    const decoded = AccessToken.decode(this.prefix, value.release())
    if (!decoded) return null
    const client = await this.getDb()
    const row = await client
      .from(this.table)
      .where({ id: decoded.identifier, type: this.type })
      .first()
    if (!row) return null
    const key = this.dbRowToAccessToken(row)
    if (!key.verify(decoded.secret) || key.isExpired()) return null
    if (Date.now() - (key.lastUsedAt?.getTime() ?? 0) > usedMilliseconds) {
      await client.from(this.table).where('id', row.id).update({ last_used_at: new Date() })
    }
    return key
  }
}
