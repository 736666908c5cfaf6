import env from '#start/env'
import { defineConfig, drivers } from '@adonisjs/core/encryption'

/** The first encrypts, all of them decrypt: what `credentials:rotate` has not reached is read with an older one. */
export const credentialKeys = [
  env.get('CREDENTIALS_KEY')?.release(),
  ...(env.get('CREDENTIALS_KEY_PREVIOUS')?.release().split(',') ?? []),
].filter((key) => key !== undefined && key !== '') as string[]

/** Keys of providers have a key of their own: a leaked APP_KEY forges cookies and opens none of them. */
const encryptionConfig = defineConfig({
  default: 'gcm',
  list: {
    gcm: drivers.aes256gcm({ keys: [env.get('APP_KEY')], id: 'gcm' }),
    credentials: drivers.aes256gcm({ keys: credentialKeys, id: 'credentials' }),
  },
})

export default encryptionConfig

declare module '@adonisjs/core/types' {
  export interface EncryptorsList extends InferEncryptors<typeof encryptionConfig> {}
}
