import db from '@adonisjs/lucid/services/db'
import User from '#accounts/models/user'
import type { Visibility } from '#library/models/asset'
import { importStaged, type ImportOptions } from '#library/importing/importing'
import type { Received } from '#library/importing/receiving'
import { sweepStaging } from '#library/importing/staging'
import { isZip, unpack } from '#library/importing/unpacking'
import { startRun } from '#queue/runs'

/** What a person chose for everything they upload together. */
export interface UploadChoices {
  visibility: Visibility
  tags: string[]
  collectionId: number | null
  proposals: boolean
}

interface UploadedFile {
  path: string
  name: string
  modifiedAt: number | null
}

/** What the run of an upload knows. */
export interface UploadPayload extends UploadChoices {
  ownerId: number
  files: UploadedFile[]
}

type UploadItem = UploadedFile | { problem: string }

/** Begins the import of received files. `modified` are their times of change, as the browser tells them. */
export async function startUpload(
  received: Received[],
  { by, modified = [], ...choices }: UploadChoices & { by: User; modified?: number[] }
) {
  const files = received.map(({ path, name }, i) => ({
    path,
    name,
    modifiedAt: modified[i] ?? null,
  }))
  const payload: UploadPayload = { ...choices, ownerId: by.id, files }
  const count = files.length === 1 ? `“${files[0].name}”` : `${files.length} files`
  const title = `Import ${count}`
  return startRun({ kind: 'library.import_uploads', title, user: by, payload })
}

/** The items of an upload: its files, and those of the archives among them. */
export async function* uploadItems({ files }: UploadPayload) {
  for (const file of files) {
    if (!(await isZip(file.path, file.name).catch(() => false))) {
      yield { label: file.name, payload: file as UploadItem }
      continue
    }
    for await (const { name, ...unpacked } of unpack(file.path, file.name)) {
      yield { label: name, payload: { name, ...unpacked } as UploadItem }
    }
  }
}

export async function importUpload(
  item: UploadItem,
  { ownerId, ...choices }: UploadPayload,
  record: ImportOptions['record']
) {
  if ('problem' in item) return { state: 'failed' as const, message: item.problem }
  const owner = await User.findOrFail(ownerId)
  try {
    return await importStaged(item, { ...choices, owner, record })
  } catch (error) {
    if ((error as Error).message.startsWith('ENOENT')) {
      throw new Error('The uploaded file is no longer here. Please upload it again.', {
        cause: error,
      })
    }
    throw error
  }
}

/**
 * Removes from staging what is a day old and no run will still import or retry.
 * What failed can be tried again for as long as its run is listed.
 */
export async function sweepUploads(now = Date.now()) {
  const kinds = ['library.import_uploads', 'library.replace_files']
  const uploads = () => db.from('job_runs').whereIn('kind', kinds)
  const unplanned = uploads().where((query) =>
    query
      .whereIn('state', ['queued', 'running'])
      .orWhere((failed) => failed.where('state', 'failed').whereNull('planned_at'))
  )
  const wanted = new Set<string>()
  for (const run of await unplanned.select('payload')) {
    for (const file of JSON.parse(run.payload).files ?? []) wanted.add(file.path)
  }
  const items = db
    .from('job_run_items')
    .whereIn('job_run_id', uploads().select('id'))
    .whereIn('state', ['queued', 'failed'])
  for (const item of await items.select('payload')) wanted.add(JSON.parse(item.payload).path)
  await sweepStaging(wanted, now)
}
