import type { ProviderContext } from '#studio/providers/contract'
import { login } from '#studio/providers/login'
import type { Heard, RemoteReference } from '#studio/providers/shapes'

/** The server tells who ordered a job how far it is; whoever comes back under the same name is told on. */
export function watchJob(
  context: ProviderContext,
  { externalId, extra }: RemoteReference,
  tell: (heard: Heard) => void
) {
  const query = new URLSearchParams({ clientId: extra?.client ?? externalId })
  const read = frameReader(externalId, Number(extra?.nodes ?? 0))
  const url = `${context.baseUrl}/ws?${query}`
  return context.http.listen({ url, headers: login(context) }, (text) => {
    const heard = read(text)
    if (heard) tell(heard)
    return !heard?.isOver
  })
}

interface Frame {
  type?: string
  data?: {
    prompt_id?: string
    node?: string | null
    nodes?: string[]
    value?: number
    max?: number
  }
}

/** What each frame says of one job with so many nodes; null where it says nothing of it. */
export function frameReader(id: string, nodes: number) {
  const done = new Set<string>()
  let cached = 0
  let running: string | null = null

  return (text: string): Heard | null => {
    const { type, data = {} } = frameOf(text)
    if (data.prompt_id !== id) return null
    if (type === 'execution_cached') cached = data.nodes?.length ?? 0
    if (type === 'executed' && data.node) done.add(data.node)
    if (type === 'executing') return goOn(data.node ?? null)
    if (type === 'progress') return stepOf(data)
    return type && endings.includes(type) ? { isOver: true } : null
  }

  function goOn(node: string | null): Heard {
    if (running) done.add(running)
    running = node
    return node === null ? { isOver: true } : { ...progress(0), logTail: `Node ${node}` }
  }

  function stepOf({ node, value = 0, max = 0 }: NonNullable<Frame['data']>): Heard {
    return { ...progress(max ? value / max : 0), logTail: `Node ${node}: ${value} of ${max}` }
  }

  function progress(part: number) {
    const all = nodes - cached
    return all > 0 ? { progress: Math.min(1, (done.size + part) / all) } : {}
  }
}

const endings = ['execution_success', 'execution_error', 'execution_interrupted']

function frameOf(text: string): Frame {
  try {
    return JSON.parse(text) ?? {}
  } catch {
    return {}
  }
}
