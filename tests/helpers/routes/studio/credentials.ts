import type { Row } from '#tests/helpers/routes/table'

const credential = (form?: Row['form']): Row => ({ to: 'admins', of: 'credential', form })
const fields = () => ({ label: 'New', provider: 'sample' })

export const credentialRoutes: Record<string, Row> = {
  'studio.credentials.index': { to: 'admins' },
  'studio.credentials.create': { to: 'admins' },
  'studio.credentials.store': { to: 'admins', form: fields },
  'studio.credentials.edit': credential(),
  'studio.credentials.update': credential(fields),
  'studio.credentials.destroy': credential(),
  'studio.credential_checks.store': credential(),
  /** Its address is a secret of each attempt. */
  'studio.webhooks.store': { to: 'nobody', isSigned: true },
}
