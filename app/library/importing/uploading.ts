import db from '@adonisjs/lucid/services/db'
import User from '#accounts/models/user'
import type { Visibility } from '#library/models/asset'
import { importStaged, type ImportOptions } from '#library/importing/importing'
import type { Received } from '#library/importing/receiving'
import { extensionOf } from '#library/decoding/sniffing'
import { removeSideFiles, sideFolder, withSideFiles } from '#library/importing/side_files'
import { removeStaged, sweepStaging } from '#library/importing/staging'
import {
  isZip,
  listArchive,
  type PackedFile,
  type Refused,
  sideEndings,
  unpackFile,
} from '#library/importing/unpacking'
import { startRun } from '#queue/runs'
import { stagingNeeds } from '#start/importing'

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

type UploadItem = ((UploadedFile | PackedFile) & { besides?: string }) | Refused

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

/**
 * The items of an upload: its files, and those of the archives among them. Side files are read
 * with what they lie beside and are no items; of an archive nothing else is unpacked yet.
 */
export async function* uploadItems({ files }: UploadPayload, runId: number) {
  await removeSideFiles(runId)
  const plain: UploadedFile[] = []
  for (const file of files) {
    if (!(await isZip(file.path, file.name).catch(() => false))) plain.push(file)
    else yield* asItems(archiveItems(file, runId))
  }
  yield* asItems(withSideFiles(plain, runId))
}

async function* archiveItems({ path, name }: UploadedFile, runId: number) {
  const packed: PackedFile[] = []
  const refused: Refused[] = []
  for await (const entry of listArchive(path, name)) {
    if ('problem' in entry) refused.push(entry)
    else packed.push(entry)
  }
  for await (const file of withSideFiles(packed, runId)) {
    const isText = 'packed' in file && sideEndings.includes(extensionOf(file.name))
    if (!isText) yield file
  }
  yield* refused
}

async function* asItems(items: AsyncIterable<UploadItem>) {
  for await (const item of items) yield { label: item.name, payload: item }
}

export async function importUpload(
  item: UploadItem,
  { ownerId, ...choices }: UploadPayload,
  record: ImportOptions['record']
) {
  if ('problem' in item) return { state: 'failed' as const, message: item.problem }
  const owner = await User.findOrFail(ownerId)
  const options = { ...choices, owner, record, besides: item.besides }
  try {
    if (!('packed' in item)) return await importStaged(item, options)
    return await importPacked(item, options)
  } catch (error) {
    if ((error as Error).message.includes('ENOENT')) {
      throw new Error('The uploaded file is no longer here. Please upload it again.', {
        cause: error,
      })
    }
    throw error
  }
}

async function importPacked(item: PackedFile, options: ImportOptions) {
  const { path } = await unpackFile(item)
  try {
    return await importStaged({ ...item, path }, options)
  } finally {
    await removeStaged(path)
  }
}

/** Removes what an upload leaves in staging, unless a file of it failed and may be tried again. */
export async function clearUpload({ files }: UploadPayload, runId: number) {
  const failed: { payload: string }[] = await db
    .from('job_run_items')
    .where({ job_run_id: runId, state: 'failed' })
    .select('payload')
  if (failed.some(({ payload }) => !('problem' in JSON.parse(payload)))) return
  await removeSideFiles(runId)
  for (const { path } of files) await removeStaged(path)
}

/**
 * Removes from staging what is a day old and no run will still import or retry, nor another room needs.
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
  for (const item of await items.select('job_run_id', 'payload')) {
    const { path, archive } = JSON.parse(item.payload)
    for (const each of [path, archive, sideFolder(item.job_run_id)]) wanted.add(each)
  }
  for (const needed of stagingNeeds) for (const path of await needed()) wanted.add(path)
  await sweepStaging(wanted, now)
}
