import { ensureFrontEnd } from './steps/front_end.js'
import { ensurePackages } from './steps/packages.js'

try {
  ensurePackages()
  ensureFrontEnd()
} catch (error) {
  console.error(error.message)
  process.exit(1)
}
