import { constants, setPriority } from 'node:os'
import { makeSessionAsNice } from '#core/priority'
import { BaseCommand } from '@adonisjs/core/ace'
import type { CommandOptions } from '@adonisjs/core/types/ace'

/**
 * Start it with UV_THREADPOOL_SIZE=16 in its environment, as `npm start` does:
 * sharp and sqlite3 share libuv's threads, whose number is fixed before any of
 * our code runs.
 */
export default class QueueWork extends BaseCommand {
  static commandName = 'queue:work'
  static description = 'Perform job runs until told to stop'
  static options: CommandOptions = { startApp: true, staysAlive: true }

  async run() {
    setPriority(constants.priority.PRIORITY_BELOW_NORMAL)
    if (process.env.ATELIER_SUPERVISED) makeSessionAsNice()
    if (!process.env.UV_THREADPOOL_SIZE) {
      this.logger.warning('UV_THREADPOOL_SIZE is not set; 16 keeps pictures from delaying queries')
    }
    const { refuseUnlessMigrated } = await import('#core/migrations')
    await refuseUnlessMigrated()
    await import('#start/scheduler')
    const { work } = await import('#queue/worker')
    await work(this.app)
  }
}
