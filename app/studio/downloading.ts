import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import downloads from '#config/downloads'
import { type MediaType, typeOfBytes } from '#library/decoding/sniffing'
import { stageStream, TooLarge } from '#library/importing/staging'
import { contextFor } from '#studio/credentials'
import { fetchOutput } from '#studio/downloading/fetching'
import type ProviderCredential from '#studio/models/provider_credential'
import type { ProviderAdapter } from '#studio/providers/contract'
import { type FaultCode, ProviderError } from '#studio/providers/faults'

export interface Downloaded {
  /** A file in staging, complete and synced. */
  path: string
  size: number
  sha256: string
  mime: string
}

/**
 * Fetches a result into staging and says what it really is. Throws ProviderError:
 * `address_refused`, `output_expired`, `output_invalid`, `output_too_large`, or what may
 * pass. Leaves nothing when it fails.
 */
export async function downloadOutput(
  source: { url: string; authorized: boolean },
  {
    adapter,
    credential,
    signal,
  }: { adapter: ProviderAdapter; credential: ProviderCredential; signal: AbortSignal }
): Promise<Downloaded> {
  const context = contextFor(credential, signal)
  const headers = source.authorized ? adapter.authorization?.(context) : undefined
  const body = await fetchOutput(source.url, { adapter, baseUrl: context.baseUrl, headers, signal })
  return storeOutput(body)
}

/** Pictures that came with the answer go the same way, so that the same is refused. */
export async function storeOutput(body: Readable): Promise<Downloaded> {
  const chunks = body[Symbol.asyncIterator]() as AsyncIterator<Buffer>
  try {
    const head = await readHead(chunks)
    const type = await typeOfBytes(head)
    if (!isMedia(type)) throw fault('output_invalid', 'It is no picture, film or sound.')
    const hash = createHash('sha256')
    const { path, size } = await stageStream(
      Readable.from(hashed(head, chunks, hash)),
      downloads.mostBytes[type.kind]
    )
    return { path, size, sha256: hash.digest('hex'), mime: type.mime }
  } catch (error) {
    body.destroy()
    if (error instanceof TooLarge) throw fault('output_too_large', error.message)
    if (error instanceof ProviderError || !isOfNetwork(error)) throw error
    throw fault('network', 'The connection broke off.', 'later')
  }
}

/** An SVG can hold a program; no provider of pictures has a reason to send one. */
function isMedia(type: MediaType | null): type is MediaType {
  return type !== null && type.way !== 'svg'
}

async function readHead(chunks: AsyncIterator<Buffer>) {
  const head: Buffer[] = []
  for (let size = 0; size < 4_100;) {
    const { value, done } = await chunks.next()
    if (done) break
    head.push(Buffer.from(value))
    size += value.length
  }
  return Buffer.concat(head)
}

async function* hashed(
  head: Buffer,
  rest: AsyncIterator<Buffer>,
  hash: ReturnType<typeof createHash>
) {
  hash.update(head)
  yield head
  for (let next = await rest.next(); !next.done; next = await rest.next()) {
    hash.update(next.value)
    yield next.value
  }
}

/** What undici says when a body ends too early or does not go on. */
function isOfNetwork(error: unknown) {
  const { name = '', code = '' } = error as { name?: string; code?: string }
  return /^(UND_ERR_|ECONN|EPIPE|ETIMEDOUT)/.test(code) || name === 'AbortError'
}

function fault(code: FaultCode, providerMessage: string, retry: 'never' | 'later' = 'never') {
  return new ProviderError({ code, retry, providerMessage })
}
