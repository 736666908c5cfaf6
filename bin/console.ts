import { createIgnitor } from './ignitor.js'
import { fail, isRefusal } from './failure.js'

createIgnitor()
  .ace()
  .configure(async (app) => {
    const kernel = await app.container.make('ace')
    const { errorHandler } = kernel
    kernel.errorHandler = {
      async render(error, ...rest) {
        if (!isRefusal(error)) return errorHandler.render(error, ...rest)
        await fail(error)
        kernel.exitCode = Number(process.exitCode)
      },
    }
  })
  .handle(process.argv.splice(2))
  .catch(fail)
