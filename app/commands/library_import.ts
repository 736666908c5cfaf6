import { lstat, realpath } from 'node:fs/promises'
import { basename } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { args, BaseCommand, flags } from '@adonisjs/core/ace'
import type { CommandOptions } from '@adonisjs/core/types/ace'
import type User from '#accounts/models/user'
import type { Layer } from '#library/facts'
import type JobRun from '#queue/models/job_run'
import type { RunJob } from '#queue/run_job'

export default class LibraryImport extends BaseCommand {
  static commandName = 'library:import'
  static description = 'Import files and folders into the library'
  static options: CommandOptions = { startApp: true }
  static help = [
    'Files are copied into the library; with --in-place a folder is read where it lies.',
    'Ctrl+C stops after the files in hand; the worker does the rest.',
    '{{ binaryName }} library:import ~/Pictures --tag phone',
    '{{ binaryName }} library:import /mnt/archive --in-place',
  ]

  @args.spread({ description: 'Files and folders' })
  declare paths: string[]

  @flags.boolean({ description: 'Copy the files into the library (the default)' })
  declare copy: boolean

  @flags.boolean({ description: 'Read folders where they lie, without changing anything in them' })
  declare inPlace: boolean

  @flags.array({ description: 'A tag for everything; can be given more than once' })
  declare tag: string[]

  @flags.string({ description: 'Email of the person who imports; else the first administrator' })
  declare user: string

  @flags.boolean({ description: 'Ask at the terminal for the model and prompt a file lacks' })
  declare ask: boolean

  @flags.boolean({ description: 'Print what would happen, and change nothing' })
  declare dryRun: boolean

  @flags.boolean({ description: 'One JSON object a file' })
  declare json: boolean

  async run() {
    const problem = await this.#problem()
    if (problem) return this.#refuse(problem)
    if (this.dryRun) return this.#preview()
    const by = await this.#person()
    if (!by) return this.#refuse('There is no such account.')
    if (!by.canEdit) return this.#refuse('This account may only look.')
    const started = this.inPlace ? await this.#inPlaceRuns(by) : [await this.#copyRun(by)]
    for (const { run, job } of started) await this.#perform(run, job)
  }

  async #problem() {
    if (this.copy && this.inPlace) return 'Choose either --copy or --in-place.'
    for (const path of this.paths) {
      const found = await realpath(path)
        .then(lstat)
        .catch(() => null)
      if (!found) return `There is no file or folder ${path}.`
      if (this.inPlace && !found.isDirectory()) return `In place takes folders; ${path} is a file.`
    }
    return null
  }

  async #person() {
    const { default: Person } = await import('#accounts/models/user')
    if (this.user) return Person.findBy({ email: this.user.toLowerCase() })
    return Person.query().where('role', 'admin').orderBy('id').first()
  }

  async #copyRun(by: User) {
    const { default: ImportPathsJob } = await import('#library/jobs/import_paths_job')
    const { startRun } = await import('#queue/runs')
    const paths = await Promise.all(this.paths.map((path) => realpath(path)))
    const answers = this.ask ? await this.#answers(paths) : {}
    const run = await startRun({
      kind: ImportPathsJob.kind,
      title: `Import ${paths.map((path) => basename(path)).join(', ')}`,
      user: by,
      payload: { ownerId: by.id, paths, tags: this.tag ?? [], answers },
    })
    return { run, job: new ImportPathsJob() }
  }

  async #inPlaceRuns(by: User) {
    const { default: ScanSourceFolderJob } = await import('#library/jobs/scan_source_folder_job')
    const { takeInPlace } = await import('#library/source_folders/taking')
    const runs = []
    for (const path of this.paths) {
      const run = await takeInPlace(await realpath(path), this.tag?.[0] ?? null, by)
      runs.push({ run, job: new ScanSourceFolderJob() })
    }
    return runs
  }

  /** Performs the run here unless the worker was faster; then it is followed. */
  async #perform(run: JobRun, job: RunJob) {
    const { claimRun } = await import('#queue/claims')
    const { performRun } = await import('#queue/performing')
    const { stopRuns } = await import('#queue/stopping')
    const claimed = await claimRun(run.id)
    const work = claimed ? performRun(claimed, job) : null
    this.app.terminating(async () => {
      stopRuns()
      await work
    })
    const ended = await this.#follow(run, work)
    if (this.json) await this.#printItems(run)
    const { done = 0, skipped = 0, failed = 0 } = ended
    const text = `${done} imported, ${skipped} here already or skipped, ${failed} failed`
    if (ended.state === 'succeeded') this.#say('success', text)
    else if (ended.state === 'queued') this.#say('info', `Stopped; the worker goes on. ${text}`)
    else this.#say('error', `${ended.error ?? `The import was ${ended.state}.`} ${text}`)
    if (ended.state === 'failed' || failed) this.exitCode = 1
  }

  async #follow(run: JobRun, work: Promise<void> | null) {
    let over = false
    const ending = work?.finally(() => (over = true))
    for (;;) {
      await Promise.race([wait(300), ...(ending ? [ending] : [])])
      await run.refresh()
      if (!this.json) this.logger.logUpdate(bar(run))
      if (over || (!work && !run.isUnfinished)) break
    }
    await ending
    await run.refresh()
    if (!this.json) this.logger.logUpdatePersist()
    return run
  }

  async #printItems(run: JobRun) {
    const { default: JobRunItem } = await import('#queue/models/job_run_item')
    for (let last = 0; ;) {
      const items = await JobRunItem.query()
        .where('job_run_id', run.id)
        .where('id', '>', last)
        .orderBy('id')
        .limit(500)
      for (const { label, state, message, assetId } of items) {
        const asset = assetId ? { asset: assetId } : {}
        process.stdout.write(`${JSON.stringify({ path: label, state, message, ...asset })}\n`)
      }
      if (!items.length) return
      last = items.at(-1)!.id
    }
  }

  async #preview() {
    const { previewImport } = await import('#library/importing/preview')
    for await (const { path, would } of previewImport(this.paths)) {
      if (this.json) process.stdout.write(`${JSON.stringify({ path, would })}\n`)
      else this.logger.log(`${would.padEnd(14)} ${path}`)
    }
  }

  /** Asks only for what a file does not say; an empty answer leaves it out. */
  async #answers(paths: string[]) {
    const { lacking } = await import('#library/importing/preview')
    const answers: Record<string, Layer> = {}
    for await (const { path, fields } of lacking(paths)) {
      for (const field of fields) {
        const label = field === 'model' ? 'Model' : 'Prompt'
        const answer = await this.prompt.ask(`${label} of ${basename(path)}`)
        if (answer?.trim()) answers[path] = { ...answers[path], [field]: answer.trim() }
      }
    }
    return answers
  }

  #refuse(text: string) {
    this.logger.error(text)
    this.exitCode = 1
  }

  #say(kind: 'success' | 'info' | 'error', text: string) {
    if (!this.json) this.logger[kind](text)
  }
}

function bar(run: JobRun) {
  const width = 30
  const filled = Math.round(((run.percent ?? 0) / 100) * width)
  const left = run.secondsLeft ? `, ${run.secondsLeft} s left` : ''
  const total = run.plannedAt ? run.total : `${run.total ?? 0}+`
  return `[${'#'.repeat(filled)}${' '.repeat(width - filled)}] ${run.handled} of ${total}${left}`
}
