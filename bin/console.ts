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
        /** A command that stays alive would go on without having begun. */
        process.exit()
      },
    }
  })
  .handle(process.argv.slice(2))
  .catch(fail)
