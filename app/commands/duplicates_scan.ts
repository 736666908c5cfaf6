import { stat } from 'node:fs/promises'
import { args, BaseCommand, flags } from '@adonisjs/core/ace'
import { presetNames, presetWith, type PresetName } from '#duplicates/presets'
import { scanFolders, type Scan, type ScannedGroup } from '#duplicates/scanning'

export default class DuplicatesScan extends BaseCommand {
  static commandName = 'duplicates:scan'
  static description = 'Find pictures that are the same or nearly so. Changes nothing'
  static help = [
    'Plain folders are looked through as they are; nothing is imported.',
    'Without folders the library is looked through, everybody’s pictures.',
    '{{ binaryName }} duplicates:scan --directories ~/pictures /mnt/old --json',
    '{{ binaryName }} duplicates:scan --directories ~/pictures --preset loose',
    'Presets, from narrow to wide: bytes, pixels, strict, normal, turned, loose.',
  ]

  @flags.array({ description: 'Folders to look through, with all below them' })
  declare directories: string[]

  @args.spread({ description: 'More folders', required: false })
  declare moreDirectories: string[]

  @flags.number({ description: 'Files decoded at once, 1 to 6', default: 4 })
  declare workers: number

  @flags.number({ description: 'Bits of 256 two hashes may differ by, in place of the preset’s' })
  declare threshold: number

  @flags.string({
    description: 'How alike: bytes, pixels, strict, normal, turned, loose',
    default: 'normal',
  })
  declare preset: string

  @flags.boolean({ description: 'Also find mirrored and turned copies' })
  declare mirrored: boolean

  @flags.boolean({ description: 'Print one JSON object' })
  declare json: boolean

  async run() {
    const wrong = await this.#whatIsWrong()
    if (wrong) {
      this.logger.error(wrong)
      this.exitCode = 1
      return
    }
    const scan = this.#folders.length ? await this.#scanFolders() : await this.#scanLibrary()
    process.stdout.write(this.json ? `${JSON.stringify(scan)}\n` : readable(scan))
  }

  #scanFolders() {
    const preset = presetWith(this.preset as PresetName, this.threshold, this.mirrored)
    return scanFolders(this.#folders, { preset, workers: this.workers })
  }

  /** Folders are looked through without the app, which takes longer to start than many a folder. */
  async #scanLibrary() {
    await this.app.boot()
    await this.app.start(() => {})
    const { scanLibrary } = await import('#duplicates/scanning/library')
    const { threshold, workers } = this
    const preset = this.mirrored && this.preset === 'normal' ? 'turned' : this.preset
    return scanLibrary({ preset: preset as PresetName, threshold, workers })
  }

  get #folders() {
    return [...(this.directories ?? []), ...(this.moreDirectories ?? [])]
  }

  async #whatIsWrong() {
    if (!presetNames.includes(this.preset as PresetName)) {
      return `There is no preset ${this.preset}. There are: ${presetNames.join(', ')}.`
    }
    if (this.threshold !== undefined && !(this.threshold >= 0 && this.threshold <= 80)) {
      return 'The threshold is a number of bits from 0 to 80.'
    }
    for (const folder of this.#folders) {
      const found = await stat(folder).catch(() => null)
      if (!found?.isDirectory()) return `There is no folder ${folder}.`
    }
  }
}

function readable({ groups, scanned, failed, seconds, failures }: Scan) {
  const extra = groups.flatMap(({ members }) =>
    members.filter((member) => !member.suggested_keeper)
  )
  const bytes = extra.reduce((sum, { size }) => sum + size, 0)
  return [
    ...groups.map(readableGroup),
    ...failures.map(({ path, reason }) => `Not read: ${path}: ${reason}`),
    `${scanned} pictures in ${seconds} s, ${failed} not read: ${groups.length} groups, ` +
      `${extra.length} copies more than needed, ${(bytes / 1e6).toFixed(1)} MB.`,
    '',
  ].join('\n')
}

function readableGroup({ score, keeper_reason: reason, members }: ScannedGroup) {
  const lines = members.map((member) => {
    const { path, width, height, size, distance, weak, kind } = member
    const how = member.suggested_keeper
      ? `keep (${reason.replace('_', ' ')})`
      : `${kind} ${distance}${weak ? ', weak' : ''}`
    return `  ${how.padEnd(22)} ${width}×${height} ${Math.ceil(size / 1024)} KB  ${path}`
  })
  return `${Math.round(score * 100)} % alike\n${lines.join('\n')}\n`
}
