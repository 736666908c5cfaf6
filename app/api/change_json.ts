import type User from '#accounts/models/user'
import { jobJson, jobSchema } from '#api/job_json'
import { integer, object, text } from '#api/schemas'
import type { Change } from '#library/curation/changes'
import { lastMove } from '#trash/moving_later'

export const trashChangeSchema = object({
  change_id: text,
  count: integer,
  text,
  job: { anyOf: [jobSchema, { type: 'null' }] },
})

/** What came of trashing or restoring: hidden or shown already, while a job moves the files. */
export async function trashChangeJson({ changeId, count, text: sentence }: Change, by: User) {
  const run = await lastMove(by)
  return { change_id: changeId, count, text: sentence, job: run && jobJson(run) }
}
