import { jobDetailSchema, jobSchema } from '#api/job_json'
import { operations } from '#api/operation'
import { list, object, orNull, text } from '#api/schemas'
import { jobItemsValidator, jobListValidator } from '#api/validators'

export const jobOperations = operations({
  'api.jobs.index': {
    summary: 'Your jobs, newest first; administrators see those of all',
    scope: 'read',
    query: jobListValidator,
    answer: object({ items: list(jobSchema), next: orNull(text) }),
  },
  'api.jobs.show': {
    summary: 'A job with what became of each of its items, failed ones first',
    scope: 'read',
    query: jobItemsValidator,
    answer: jobDetailSchema,
  },
  'api.jobs.cancellations.store': {
    summary: 'Cancel a job; what is done stays done',
    scope: 'write',
    answer: jobSchema,
  },
  'api.jobs.retries.store': {
    summary: 'Try again what failed',
    scope: 'write',
    answer: jobSchema,
  },
})
