import { errors } from '@vinejs/vine'

/** Throws what a form shows at the field; nothing was changed. */
export function refuse(field: string, message: string): never {
  throw new errors.E_VALIDATION_ERROR([{ field, rule: 'credential', message }])
}
