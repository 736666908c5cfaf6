/** The one table of who listens to what: a room below announces, a room above answers. */
import emitter from '@adonisjs/core/services/emitter'
import SessionEnded from '#accounts/events/session_ended'
import ChangeUndone from '#library/events/change_undone'
import SourceFolderChanged from '#library/events/source_folder_changed'
import UndoAsked from '#library/events/undo_asked'
import AccessDenied from '#core/events/access_denied'
import TrashChanged from '#trash/events/trash_changed'

emitter.on('session_auth:logged_out', async ({ sessionId }) => {
  const { closeStreamsOf } = await import('#queue/progress/streams')
  closeStreamsOf(sessionId)
})

emitter.on(SessionEnded, async ({ sessionId }) => {
  const { closeStreamsOf } = await import('#queue/progress/streams')
  closeStreamsOf(sessionId)
})

emitter.on(AccessDenied, async ({ denied }) => {
  const { noteDenial } = await import('#accounts/denials')
  await noteDenial(denied)
})

emitter.on(ChangeUndone, async ({ undone }) => {
  const { undoTrashing } = await import('#trash/undoing')
  await undoTrashing(undone)
})

emitter.on(TrashChanged, async ({ changed: { trx, assetIds } }) => {
  const { rebuildSmallGroups } = await import('#duplicates/groups/rebuilding')
  await rebuildSmallGroups(trx, assetIds)
})

emitter.on(SourceFolderChanged, async ({ folder }) => {
  const { touchGroups } = await import('#duplicates/groups/touching')
  await touchGroups(folder.id)
})

emitter.on(UndoAsked, async ({ asked }) => {
  const { answerUndo } = await import('#duplicates/undoing')
  await answerUndo(asked)
})
