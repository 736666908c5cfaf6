import { flag, integer, list, object, orNull, text, time } from '#api/schemas'
import type JobRun from '#queue/models/job_run'
import type JobRunItem from '#queue/models/job_run_item'

const states = ['queued', 'running', 'succeeded', 'failed', 'cancelled']

export const jobSchema = object({
  id: integer,
  kind: text,
  title: text,
  state: { enum: states },
  total: orNull(integer),
  done: integer,
  failed: integer,
  skipped: integer,
  percent: orNull(integer),
  error: orNull(text),
  can_cancel: flag,
  can_retry: flag,
  created_at: time,
  started_at: orNull(time),
  finished_at: orNull(time),
  url: text,
})

export const jobDetailSchema = object({
  ...(jobSchema.properties as object),
  items: list(
    object({
      id: integer,
      label: text,
      state: { enum: ['queued', 'done', 'skipped', 'failed'] },
      message: orNull(text),
      asset_id: orNull(integer),
    })
  ),
  next: orNull(text),
})

/** A job run as programs read it; call `showTo` first, which hides what is private. */
export function jobJson(run: JobRun) {
  return {
    id: run.id,
    kind: run.kind,
    title: run.shownTitle,
    state: run.state,
    total: run.plannedAt ? run.total : null,
    done: run.done,
    failed: run.failed,
    skipped: run.skipped,
    percent: run.percent,
    error: run.shownError,
    can_cancel: run.canCancel,
    can_retry: run.canRetry,
    created_at: run.createdAt.toISO(),
    started_at: run.startedAt?.toISO() ?? null,
    finished_at: run.finishedAt?.toISO() ?? null,
    url: `/api/jobs/${run.id}`,
  }
}

export function jobItemJson(item: JobRunItem) {
  return {
    id: item.id,
    label: item.label,
    state: item.state,
    message: item.message,
    asset_id: item.assetId,
  }
}
