import type { PassThrough } from 'node:stream'
import app from '@adonisjs/core/services/app'
import logger from '@adonisjs/core/services/logger'
import type User from '#accounts/models/user'
import { sessionsOf } from '#queue/progress/sessions'

export type Viewer = { user: User; sessionId: string }

/** One open stream, and what it tells of. */
export type Watcher<Subject = any> = Viewer & {
  stream: PassThrough
  channel: Channel<Subject>
  subject: Subject
  /** What the last look at the sessions found; absent before it. One kept elsewhere is never there. */
  sessionState?: 'absent' | 'live' | 'ended'
  toldAt: number
  since: number
}

/** What is told of: one look for all its watchers, then what each of them is told. */
export interface Channel<Subject> {
  look(watchers: Watcher<Subject>[]): Promise<(watcher: Watcher<Subject>) => Promise<Telling>>
  /** Nobody watches: the next watcher begins with what is there then. */
  forget?(): void
}

export interface Telling {
  text?: string
  ends?: boolean
}

const perUser = 5
const perProcess = 200
const pollInterval = app.inTest ? 100 : 1_000
const longestSilence = 3_000
const longestLife = 10 * 60_000
const mostUnread = 256 * 1024

const watchers = new Set<Watcher>()
const channels = new Set<Channel<any>>()
let timer: NodeJS.Timeout | undefined
let closesAtEnd = false

/** Streams what a channel tells until it ends. False when there are too many streams. */
export function watch<Subject>(
  channel: Channel<Subject>,
  { user, sessionId }: Viewer,
  { stream, subject }: { stream: PassThrough; subject: Subject }
) {
  const own = [...watchers].filter((each) => each.user.id === user.id)
  if (own.length >= perUser || watchers.size >= perProcess) return false
  const each = { user, sessionId, stream, channel, subject, toldAt: 0, since: Date.now() }
  watchers.add(each)
  stream.on('close', () => watchers.delete(each))
  timer ??= setTimeout(poll, 0)
  if (!closesAtEnd) app.terminating(() => watchers.forEach(close))
  closesAtEnd = true
  return true
}

/** Who logs out sees nothing more, in no other window either. */
export function closeStreamsOf(sessionId: string) {
  for (const each of watchers) if (each.sessionId === sessionId) close(each)
}

export const openStreams = () => watchers.size

/** Whether a page that heard nothing for so long should hear that it is still connected. */
export const isSilent = (each: Watcher) => Date.now() - each.toldAt >= longestSilence

function close(each: Watcher) {
  watchers.delete(each)
  each.stream.end()
}

/** One look at the database for everybody, as long as anybody watches. */
async function poll() {
  try {
    const all = [...watchers]
    const allowed = await sessionsOf(all)
    for (const [channel, group] of Map.groupBy(all, (each) => each.channel)) {
      channels.add(channel)
      const tell = await channel.look(group)
      for (const each of group) {
        if (!allowed(each) || Date.now() - each.since > longestLife) close(each)
        else await send(each, tell)
      }
    }
  } catch (error) {
    logger.error({ err: error }, 'Telling the progress of work failed')
  }
  timer = watchers.size ? setTimeout(poll, pollInterval) : undefined
  forgetUnwatched()
}

async function send(each: Watcher, tell: (each: Watcher) => Promise<Telling>) {
  if (each.stream.writableLength > mostUnread) return
  const { text, ends } = await tell(each)
  if (text) {
    each.stream.write(text)
    each.toldAt = Date.now()
  }
  if (ends) close(each)
}

function forgetUnwatched() {
  const watched = new Set([...watchers].map(({ channel }) => channel))
  for (const channel of channels) {
    if (watched.has(channel)) continue
    channel.forget?.()
    channels.delete(channel)
  }
}
