import app from '@adonisjs/core/services/app'
import { defineConfig, drivers } from '@adonisjs/core/hash'

/** OWASP's argon2id: 19 MiB, two passes. Tests make people by the hundred, and do without. */
const cost = app.inTest ? { memory: 64, iterations: 2 } : { memory: 19_456, iterations: 2 }

const hashConfig = defineConfig({
  default: 'argon',
  list: {
    argon: drivers.argon2({ variant: 'id', parallelism: 1, ...cost }),
  },
})

export default hashConfig

declare module '@adonisjs/core/types' {
  export interface HashersList extends InferHashers<typeof hashConfig> {}
}
