import { basename } from 'node:path'
import type User from '#accounts/models/user'
import SourceFolder from '#library/models/source_folder'
import { addSourceFolder, scanSourceFolder } from '#library/source_folders/source_folders'
import type JobRun from '#queue/models/job_run'

/** Takes a folder in place, or looks through it again where it is one already. Answers the run of its scan. */
export async function takeInPlace(path: string, tag: string | null, by: User): Promise<JobRun> {
  const known = await SourceFolder.query().where({ path }).whereNull('removed_at').first()
  const details = { name: basename(path) || path, visibility: 'everyone' as const, watched: true }
  const folder = known ?? (await addSourceFolder({ ...details, path, tag, mode: 'in_place' }, by))
  return scanSourceFolder(folder, by)
}
