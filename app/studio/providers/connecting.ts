import { lookup as lookupAddress, type LookupAddress, type LookupOptions } from 'node:dns'
import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'
import { Agent, buildConnector } from 'undici'

/** No connection came about: nothing was sent, and the same request may be sent again. */
export class NotConnected extends Error {}

/** The address is none of the open internet. */
export class NotPublic extends Error {
  constructor(address: string) {
    super(`${address} is no public address`)
  }
}

/** Connects anywhere. Without keep-alive each request has a connection of its own, which cannot be stale. */
export const directAgent = agentWith(buildConnector({ timeout: 10_000, allowH2: false }))
export const unsharedAgent = agentWith(buildConnector({ timeout: 10_000, allowH2: false }), 0)

/** Connects to public addresses only, however they are spelled and whatever a name resolves to. */
export const publicAgent = guardedAgent(lookupAddress)

/** What is given out of IPv6; beside it lie old ways to write an IPv4 address into one. */
const givenOut = ipaddr.IPv6.parseCIDR('2000::/3')

/** True for addresses of the open internet: not private, local, reserved, mapped or translated ones. */
export function isPublicAddress(address: string) {
  try {
    const parsed = ipaddr.process(address)
    if (parsed instanceof ipaddr.IPv6 && !parsed.match(givenOut)) return false
    return parsed.range() === 'unicast'
  } catch {
    return false
  }
}

/** `resolve` is `dns.lookup`, or what a test answers in its place. */
export function guardedAgent(resolve: typeof lookupAddress) {
  return agentWith(publicConnector(resolve))
}

function agentWith(connect: buildConnector.connector, pipelining = 1) {
  return new Agent({
    pipelining,
    allowH2: false,
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: (options, callback) =>
      connect(options, (error, socket) => {
        if (error) callback(new NotConnected(error.message, { cause: error }), null)
        else callback(null, socket!)
      }),
  })
}

/**
 * A literal address is never looked up, so it is judged by itself; a name is judged by all its
 * addresses; and what is connected in the end once more, whoever answered the name meanwhile.
 */
function publicConnector(resolve: typeof lookupAddress): buildConnector.connector {
  const lookup = lookupPublic(resolve)
  const connect = buildConnector({ timeout: 10_000, allowH2: false, lookup })
  return (options, callback) => {
    const host = options.hostname.replace(/^\[|\]$/g, '')
    if (isIP(host) && !isPublicAddress(host)) return callback(new NotPublic(host), null)
    connect(options, (error, socket) => {
      if (error) return callback(error, null)
      const address = socket!.remoteAddress ?? ''
      if (isPublicAddress(address)) return callback(null, socket!)
      socket!.destroy()
      callback(new NotPublic(address), null)
    })
  }
}

type LookupCallback = (
  error: Error | null,
  addresses: LookupAddress[] | string,
  family?: number
) => void

function lookupPublic(resolve: typeof lookupAddress) {
  return (host: string, options: LookupOptions, callback: LookupCallback) => {
    resolve(host, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, [])
      const closed = addresses.find(({ address }) => !isPublicAddress(address))
      if (closed) return callback(new NotPublic(closed.address), [])
      if (options.all) return callback(null, addresses)
      callback(null, addresses[0].address, addresses[0].family)
    })
  }
}
