import { FsLoader } from '@adonisjs/core/ace'
import app from '@adonisjs/core/services/app'

/**
 * The one command that is asked for, by the name of its file. Without it AdonisJS loads all of
 * them to see which it is, and with them every room: half a second at the start of each.
 */
const file = `${process.argv[2]?.replaceAll(/[:-]/g, '_')}.js`
const loader = new FsLoader(app.commandsPath(), (path) => path === file)

export const getMetaData = () => loader.getMetaData()
export const getCommand: typeof loader.getCommand = (command) => loader.getCommand(command)
