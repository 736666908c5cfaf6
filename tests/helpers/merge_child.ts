/**
 * Merges, or takes a merge back, in a process of its own, which a fail point may kill:
 * merge_child.ts <user id> merge <rest> <folder id or 0> <keeper id> <other ids…> | undo <change id>.
 */
process.env.NODE_ENV = 'test'

import { createIgnitor } from '../../bin/ignitor.js'

const [userId, verb, ...words] = process.argv.slice(2)
const app = createIgnitor().createApp('console')
await app.init()
await app.boot()
await app.start(() => {})

const { mergeGroup } = await import('#duplicates/merging')
const { undoMerge } = await import('#duplicates/undoing')
const { default: User } = await import('#accounts/models/user')

const by = await User.findOrFail(userId)
if (verb === 'undo') {
  await undoMerge({ changeId: words[0], by })
} else {
  const [rest, folderId, keeperId, ...otherIds] = words
  await mergeGroup({
    keeperId: Number(keeperId),
    otherIds: otherIds.map(Number),
    by,
    rest: rest as 'trash',
    folderId: Number(folderId) || undefined,
  })
}
process.exit(0)
