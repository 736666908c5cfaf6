import { ensureEnvFile } from './steps/env_file.js'
import { ensureFrontEnd } from './steps/front_end.js'
import { ensurePackages } from './steps/packages.js'

try {
  ensurePackages()
  ensureEnvFile()
  ensureFrontEnd()
} catch (error) {
  console.error(error.message)
  process.exit(1)
}
