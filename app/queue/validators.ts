import vine from '@vinejs/vine'
import { runStates } from '#queue/models/job_run'
import { itemStates } from '#queue/models/job_run_item'

/** What the list of runs shows, and where its page begins: at runs older than this id. */
export const runListValidator = vine.create({
  state: vine.enum(runStates).optional(),
  before: vine.number().withoutDecimals().positive().optional(),
})

/** Which items of a run; `after` is `<state>.<id>` of the last item of the page before. */
export const itemListValidator = vine.create({
  state: vine.enum(itemStates).optional(),
  after: vine
    .string()
    .regex(/^(queued|done|failed|skipped)\.\d{1,15}$/)
    .optional(),
})
