import { setTimeout as delay } from 'node:timers/promises'
import { BaseCommand, flags } from '@adonisjs/core/ace'
import type { CommandOptions } from '@adonisjs/core/types/ace'
import type User from '#accounts/models/user'
import { modes } from '#studio/expanding'
import type Order from '#studio/models/order'
import type ProviderModel from '#studio/models/provider_model'
import { NeedsConfirmation, OrderRefused } from '#studio/refusing'

export default class StudioOrder extends BaseCommand {
  static commandName = 'studio:order'
  static description = 'Order pictures for a project'
  static options: CommandOptions = { startApp: true }
  static help = [
    'The worker makes what is ordered; with --wait this ends when it is over.',
    '{{ binaryName }} studio:order --project Foxes --model sample/shapes --prompt "a {red|grey} fox"',
    '{{ binaryName }} studio:order --project 3 --model 12 --prompt "a fox" --param steps=20 --count 4 --wait --json',
  ]

  @flags.string({ description: 'Number or name of the project', required: true })
  declare project: string

  @flags.string({ description: 'Number, id at its provider, or name of the model', required: true })
  declare model: string

  @flags.string({
    flagName: 'prompt',
    description: 'The prompt; may hold tokens such as {red|grey}',
    required: true,
    allowEmptyValue: true,
  })
  declare text: string

  @flags.string({ description: 'What shall not be in the picture', allowEmptyValue: true })
  declare negative: string

  @flags.array({ description: 'A parameter as name=value; can be given more than once' })
  declare param: string[]

  @flags.string({ description: `One of ${modes.join(', ')}`, default: 'combinatorial' })
  declare mode: string

  @flags.string({ description: 'The seed everything is drawn from' })
  declare seed: string

  @flags.string({ description: 'Random: so many results; else pictures of each combination' })
  declare count: string

  @flags.string({ description: 'Email of the person who orders; else the first administrator' })
  declare user: string

  @flags.boolean({ description: 'Order as many as it makes, without being asked' })
  declare yes: boolean

  @flags.boolean({ description: 'Order although a budget asks for confirmation' })
  declare confirm: boolean

  @flags.boolean({ description: 'Wait until everything is made' })
  declare wait: boolean

  @flags.boolean({ description: 'Print the order and its items as one JSON object' })
  declare json: boolean

  async run() {
    const { TemplateError } = await import('#studio/expanding')
    try {
      const order = await this.#place()
      if (this.wait) await this.#follow(order)
      await this.#print(order)
      if (['failed', 'partial', 'cancelled'].includes(order.state)) this.exitCode = 1
    } catch (error) {
      if (error instanceof TemplateError) {
        this.logger.error(`${error.message} (${error.field}, column ${error.column})`)
      } else if (error instanceof OrderRefused) {
        this.logger.error(`${error.message}${flagFor(error)}`)
      } else throw error
      this.exitCode = 1
    }
  }

  async #place() {
    const { saveDraft, throwAway } = await import('#studio/ordering/drafting')
    const { placeOrder } = await import('#studio/ordering/placing')
    const by = await this.#person()
    const project = await this.#project(by)
    const model = await this.#model()
    const parameters = this.#parameters(model)
    const { text: prompt, negative: negativePrompt = '', seed = null } = this
    const draft = await saveDraft(
      { prompt, negativePrompt, seed, parameters, modelId: model.id, ...this.#number() },
      { project, by }
    )
    const confirmed = { count: this.yes, budget: this.confirm }
    return placeOrder(draft, { confirmed }).catch(async (error) => {
      await throwAway(draft)
      throw error
    })
  }

  #number() {
    const count = Number(this.count ?? 1)
    const mode = modes.find((each) => each === this.mode)
    if (!mode) throw new OrderRefused(`“${this.mode}” is no mode: give ${modes.join(', ')}.`)
    if (Number.isInteger(count) && count > 0) return { count, mode }
    throw new OrderRefused(`“${this.count}” is no number of results.`)
  }

  async #person() {
    const { default: Person } = await import('#accounts/models/user')
    const person = this.user
      ? await Person.findBy({ email: this.user.toLowerCase() })
      : await Person.query().where('role', 'admin').orderBy('id').first()
    if (!person) throw new OrderRefused('There is no such account.')
    return person
  }

  async #project(by: User) {
    const { default: Project } = await import('#studio/models/project')
    const { default: ProjectPolicy } = await import('#studio/policies/project_policy')
    const project = await Project.query()
      .withScopes((scopes) => scopes.visibleTo(by))
      .where((named) =>
        named.where('projects.name', this.project).orWhere('projects.id', this.project)
      )
      .orderBy('projects.id')
      .first()
    if (!project) throw new OrderRefused(`There is no project “${this.project}”.`)
    if (await new ProjectPolicy().order(by, project)) return project
    throw new OrderRefused(`${by.email} may order nothing for “${project.name}”.`)
  }

  /** Where no list has it yet, the accounts are asked for it. */
  async #model() {
    const { describeModel } = await import('#studio/catalog/describing')
    const { refreshModels } = await import('#studio/catalog/refreshing')
    const { usableCredentials } = await import('#studio/credentials')
    const signal = AbortSignal.timeout(20_000)
    const known = await this.#knownModel()
    if (known) return known
    for (const credential of await usableCredentials()) {
      await refreshModels(credential, { query: this.model, signal }).catch(() => 0)
      const listed = await this.#knownModel()
      if (listed) return describeModel(listed)
    }
    throw new OrderRefused(`There is no model “${this.model}”. Choose one on the page Models.`)
  }

  async #knownModel() {
    const { default: Model } = await import('#studio/models/provider_model')
    const found = await Model.query()
      .where((named) =>
        named.where('ref', this.model).orWhere('name', this.model).orWhere('id', this.model)
      )
      .whereHas('credential', (credential) => credential.whereNull('removed_at'))
      .preload('credential')
      .orderBy('id')
      .limit(20)
    const numbered = found.find(({ id }) => String(id) === this.model)
    if (numbered || found.length < 2) return numbered ?? found.at(0)
    const known = found.map(({ id, credential }) => `${id} (${credential.label})`).join(', ')
    throw new OrderRefused(`Several models are “${this.model}”: give the number of one, ${known}.`)
  }

  /** A value is text, as in a form; what no form knows may be JSON. */
  #parameters({ parameters }: ProviderModel) {
    const known = new Set((parameters ?? []).map(({ name }) => name))
    const entries = (this.param ?? []).map((each) => {
      const [, name, value] = each.match(/^([^=]+)=([\s\S]*)$/) ?? []
      if (name) return [name, known.has(name) ? value : jsonOrText(value)]
      throw new OrderRefused(`“${each}” is no parameter: give name=value.`)
    })
    return Object.fromEntries(entries)
  }

  async #follow(order: Order) {
    while (order.isUnfinished) {
      await delay(300)
      await order.refresh()
      const { itemsDone: done, itemsFailed: failed, itemsTotal: total } = order
      if (!this.json)
        this.logger.logUpdate(`${done} of ${total} made${failed ? `, ${failed} failed` : ''}`)
    }
    if (!this.json) this.logger.logUpdatePersist()
  }

  async #print(order: Order) {
    if (this.json) {
      const { orderForPrograms } = await import('#studio/ordering/describing')
      process.stdout.write(`${JSON.stringify(await orderForPrograms(order))}\n`)
    } else {
      const { itemsDone, itemsFailed, itemsCancelled, itemsTotal, id, state } = order
      this.logger.info(
        `Order ${id} is ${state}: ${itemsTotal} ordered, ${itemsDone} made, ` +
          `${itemsFailed} failed, ${itemsCancelled} cancelled`
      )
    }
  }
}

/** What a person who means it adds. */
function flagFor(error: OrderRefused) {
  if (!(error instanceof NeedsConfirmation)) return ''
  return error.question === 'count' ? ' Give --yes.' : ' Give --confirm.'
}

function jsonOrText(value: string) {
  try {
    return JSON.parse(value)
  } catch {
    return value
  }
}
