import { access } from 'node:fs/promises'
import { args, BaseCommand, flags } from '@adonisjs/core/ace'
import { Inspector, walk, type Inspection } from '#library/metadata/inspecting'

export default class LibraryInspect extends BaseCommand {
  static commandName = 'library:inspect'
  static description = 'Show what files say about how they were made. Imports nothing'
  static help = [
    'Files are read, folders are walked. The library is neither opened nor changed.',
    '{{ binaryName }} library:inspect picture.png',
    '{{ binaryName }} library:inspect folder --json',
  ]

  @args.spread({ description: 'Files and folders' })
  declare paths: string[]

  @flags.boolean({ description: 'One JSON object a line' })
  declare json: boolean

  async run() {
    const there: string[] = []
    for (const path of this.paths) {
      if (await exists(path)) there.push(path)
      else this.#refuse(path)
    }
    const inspector = new Inspector()
    for await (const path of walk(there)) {
      const found = await inspector.inspect(path)
      process.stdout.write(this.json ? `${JSON.stringify(found)}\n` : readable(found))
    }
    inspector.close()
  }

  /** The others are read all the same. */
  #refuse(path: string) {
    this.logger.error(`There is no file or folder ${path}.`)
    this.exitCode = 1
  }
}

const exists = (path: string) =>
  access(path).then(
    () => true,
    () => false
  )

function readable({ path, warnings, ...found }: Inspection): string {
  const lines = Object.entries(found)
    .filter(([, value]) => value !== null)
    .map(
      ([name, value]) =>
        `  ${name.replaceAll('_', ' ').padEnd(16)}${String(value).replaceAll('\n', `\n${' '.repeat(18)}`)}`
    )
  return [path, ...lines, ...warnings.map((warning) => `  ! ${warning}`), '', ''].join('\n')
}
