/** What the worker does again and again, of every room. */
import { backUpNightly } from '#backup/backups'
import { keepUpWithArrivals, keepUpWithCrops, leaveNothingOut } from '#duplicates/finding'
import { recoverFileOperations } from '#library/importing/placing'
import { sweepUploads } from '#library/importing/uploading'
import { reconcileSourceFolders, watchSourceFolders } from '#library/source_folders/watching'
import { recoverDuplicateWork } from '#duplicates/files/operations'
import { refreshStaleLists } from '#studio/catalog/refreshing'
import { finishMoves } from '#trash/moving'
import { noteDay, purgeExpired } from '#trash/retention'
import { runEngine } from '#studio/engine/engine'
import { alongside, everyMinutes, everyNight } from '#queue/periodic'
import { pruneRuns } from '#queue/retention'
import { beat } from '#queue/workers'

everyMinutes(1, 'queue.beat', beat)
everyMinutes(60, 'queue.prune_runs', pruneRuns)
everyMinutes(60, 'library.recover_file_operations', recoverFileOperations)
everyMinutes(60, 'library.sweep_uploads', sweepUploads)
everyMinutes(1, 'duplicates.keep_up_with_arrivals', keepUpWithArrivals)
everyMinutes(30, 'duplicates.keep_up_with_crops', keepUpWithCrops)
everyMinutes(24 * 60, 'duplicates.leave_nothing_out', leaveNothingOut)
everyMinutes(1, 'library.watch_source_folders', watchSourceFolders)
everyMinutes(60, 'library.reconcile_source_folders', reconcileSourceFolders)
everyMinutes(60, 'duplicates.recover_work', recoverDuplicateWork)
everyMinutes(60, 'trash.finish_moves', finishMoves)
everyMinutes(60, 'trash.note_day', () => noteDay())
everyNight('trash.purge_expired', purgeExpired)
everyNight('backup.create_backup', backUpNightly)
everyMinutes(60, 'studio.refresh_stale_lists', refreshStaleLists)

alongside(runEngine)
