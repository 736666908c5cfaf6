import { args, BaseCommand, flags } from '@adonisjs/core/ace'
import type { CommandOptions } from '@adonisjs/core/types/ace'
import { countInWords, modes, previewRecipe, TemplateError, type Recipe } from '#studio/expanding'

export default class StudioExpand extends BaseCommand {
  static commandName = 'studio:expand'
  static description = 'Print what a prompt template makes'
  static options: CommandOptions = { startApp: true }
  static help = [
    '{{ binaryName }} studio:expand "a {red|blue} __animal__" --mode random --seed 7 --count 3',
  ]

  @args.string({
    description: 'For example: a {red|blue} {cat|dog}',
    required: false,
    allowEmptyValue: true,
  })
  declare template: string

  @flags.string({ description: `One of ${modes.join(', ')}`, default: 'combinatorial' })
  declare mode: string

  @flags.string({ description: 'What is drawn follows from it', default: '0' })
  declare seed: string

  @flags.string({ description: 'Random: so many results (default: 10); else at most so many' })
  declare count?: string

  @flags.boolean({ description: 'Print one JSON object' })
  declare json: boolean

  async run() {
    const count = this.count === undefined ? undefined : Number(this.count)
    const mode = modes.find((each) => each === this.mode)
    if (!mode) return this.fail(`“${this.mode}” is no mode: give ${modes.join(', ')}.`)
    if (count !== undefined && !(Number.isInteger(count) && count > 0 && count <= 1_000_000)) {
      return this.fail(`“${this.count}” is no number of results: give one from 1 to 1,000,000.`)
    }
    try {
      const recipe = this.recipe(mode, mode === 'random' ? (count ?? 10) : 1)
      const { total, items } = await previewRecipe(recipe, [], count ?? 5_000)
      this.show(mode, total, items)
    } catch (error) {
      if (!(error instanceof TemplateError)) throw error
      this.fail(`${error.message} (${error.code}, column ${error.column})`)
    }
  }

  private recipe(mode: Recipe['mode'], count: number): Recipe {
    return {
      prompt: this.template ?? '',
      negativePrompt: '',
      parameters: {},
      mode,
      seed: this.seed,
      seedPolicy: 'random',
      count,
      variables: {
        project: 'Project',
        model: 'model',
        date: new Date().toISOString().slice(0, 10),
      },
    }
  }

  private show(
    mode: string,
    total: bigint,
    items: Awaited<ReturnType<typeof previewRecipe>>['items']
  ) {
    if (this.json) {
      const shown = items.map(({ prompt, choices }) => ({ prompt, choices }))
      const answer = JSON.stringify({ count: String(total), mode, items: shown })
      process.stdout.write(`${answer}\n`)
      return
    }
    for (const { prompt } of items) this.logger.log(prompt)
    this.logger.info(`${items.length.toLocaleString('en')} of ${countInWords(total)}`)
  }

  private fail(message: string) {
    this.logger.error(message)
    this.exitCode = 1
  }
}
