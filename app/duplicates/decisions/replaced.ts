import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type User from '#accounts/models/user'
import { timestamp } from '#library/curation/changes'
import type { Verdict } from '#duplicates/decisions'
import { type Held, type KeyPair, pairOf } from '#duplicates/decisions/keys'
import { chunksOf } from '#duplicates/groups/chunks'

export interface DecidedPair {
  items: [Held, Held]
  keys: KeyPair
}

/** A decision as it was before another one took its place. */
interface Former {
  left: string
  right: string
  verdict: Verdict
  userId: number | null
  changeId: string | null
  createdAt: string
}

/** Writes what other verdicts these pairs had into the histories of their items, where undo finds it. */
export async function noteReplaced(
  trx: TransactionClientContract,
  pairs: DecidedPair[],
  { verdict, by, changeId }: { verdict: Verdict; by: User; changeId: string }
) {
  const common = { change_id: changeId, user_id: by.id, field: 'decision', after: verdict }
  for (const some of chunksOf(pairs, 200)) {
    const lefts = some.map(({ keys: [left] }) => left)
    const rows = await trx
      .from('duplicate_decisions')
      .whereIn('left_sha256', lefts)
      .whereNot('verdict', verdict)
    const former = new Map(rows.map((row) => [pairOf(row).join(), JSON.stringify(formerOf(row))]))
    const revisions = some
      .filter(({ keys }) => former.has(keys.join()))
      .flatMap(({ items, keys }) =>
        items.map(({ id }) => ({
          ...{ ...common, asset_id: id, before: former.get(keys.join()) },
          created_at: timestamp(trx),
        }))
      )
    if (revisions.length) await trx.table('revisions').multiInsert(revisions)
  }
}

/** Lets the verdicts that a change replaced stand again. Answers their pairs. */
export async function restoreReplaced(
  trx: TransactionClientContract,
  changeId: string,
  by: User
): Promise<KeyPair[]> {
  const noted = () =>
    trx.from('revisions').where({ change_id: changeId, field: 'decision' }).whereNull('undone_at')
  const rows = await noted().select('before')
  const former = new Map(rows.map(({ before }) => [before, JSON.parse(before) as Former]))
  const restored: KeyPair[] = []
  for (const { left, right, verdict, userId, changeId: wanted, createdAt } of former.values()) {
    const person = await trx
      .from('users')
      .where('id', userId ?? 0)
      .first()
    const changed = await trx
      .from('duplicate_decisions')
      .where({ left_sha256: left, right_sha256: right, change_id: changeId })
      .update({ verdict, user_id: person?.id ?? null, change_id: wanted, created_at: createdAt })
    if (Number(changed)) restored.push([left, right])
  }
  await noted().update({ undone_at: timestamp(trx), undone_by: by.id })
  return restored
}

const formerOf = (row: any): Former => ({
  ...{ left: row.left_sha256, right: row.right_sha256, verdict: row.verdict },
  ...{ userId: row.user_id, changeId: row.change_id, createdAt: row.created_at },
})
