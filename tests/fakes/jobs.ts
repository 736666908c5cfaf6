import { createHash, randomUUID } from 'node:crypto'
import sharp from 'sharp'
import type { FakeAnswer } from '#tests/fakes/server'

/** What becomes of an order. */
export type Outcome =
  'succeeds' | 'fails' | 'is_refused' | 'stays_queued' | 'stays_running' | 'says_something_new'

export type Stage = 'queued' | 'running' | 'succeeded' | 'failed' | 'refused' | 'cancelled' | 'new'

export interface FakeJob {
  id: string
  number: number
  model: string
  input: Record<string, any>
  outcome: Outcome
  sentAt: Date
  looks: number
  cancelled: boolean
}

/**
 * The jobs of a fake provider. Each look brings one a step on: queued, running, over.
 * `outcomes` holds what becomes of the next ones; after that they succeed.
 */
export class FakeJobs {
  readonly all: FakeJob[] = []
  readonly outcomes: Outcome[] = []

  add(model: string, input: FakeJob['input'], id: string = randomUUID()) {
    const outcome = this.outcomes.shift() ?? 'succeeds'
    const number = this.all.length + 1
    const job = {
      id,
      number,
      model,
      input,
      outcome,
      sentAt: new Date(),
      looks: 0,
      cancelled: false,
    }
    this.all.push(job)
    return job
  }

  find(id: string) {
    return this.all.find((job) => job.id === id)
  }

  /** As a provider does that lost its memory, or keeps nothing for long. */
  forget() {
    this.all.length = 0
  }

  look(job: FakeJob): Stage {
    const looks = job.looks++
    if (job.cancelled) return 'cancelled'
    if (looks === 0 || job.outcome === 'stays_queued') return 'queued'
    if (looks === 1 || job.outcome === 'stays_running') return 'running'
    return this.endOf(job)
  }

  /** Where it is now, without bringing it on. */
  stageOf(job: FakeJob): Stage {
    const stage = this.look(job)
    job.looks--
    return stage
  }

  private endOf({ outcome }: FakeJob): Stage {
    if (outcome === 'fails') return 'failed'
    if (outcome === 'is_refused') return 'refused'
    return outcome === 'says_something_new' ? 'new' : 'succeeded'
  }
}

/** `GET /files/:name`: a picture of its own for each name. */
export async function fakeFile({
  params,
}: {
  params: Record<string, string>
}): Promise<FakeAnswer> {
  return { headers: { 'content-type': 'image/png' }, body: await fakePicture(params.name) }
}

/** Every pixel comes from the name's hash, so that no two are the same file. */
export function fakePicture(name: string): Promise<Buffer> {
  const [width, height, channels] = [64, 48, 3] as const
  const pixels = Buffer.alloc(width * height * channels, createHash('sha512').update(name).digest())
  return sharp(pixels, { raw: { width, height, channels } }).png().toBuffer()
}
