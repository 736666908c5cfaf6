import { createIgnitor } from './ignitor.js'
import { fail } from './failure.js'

createIgnitor().ace().handle(process.argv.splice(2)).catch(fail)
