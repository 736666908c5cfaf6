import { errors } from '@vinejs/vine'

/**
 * Throws what a form shows at the field; nothing was changed. The field of a key is called
 * `password` there: the one the framework keeps out of the session when a form is shown again.
 */
export function refuse(field: string, message: string): never {
  throw new errors.E_VALIDATION_ERROR([{ field, rule: 'credential', message }])
}
