import { isIP } from 'node:net'
import { refuse } from '#studio/credentials/refusing'
import type { ProviderAdapter } from '#studio/providers/contract'
import { isPublicAddress } from '#studio/providers/connecting'

/** The address without a slash at its end. Refuses what a key must not be sent to. */
export function requireBaseUrl(text: string, { name, capabilities }: ProviderAdapter) {
  const address = text.trim()
  if (!URL.canParse(address)) refuse('baseUrl', 'Give an address such as http://192.168.1.5:8188.')
  const url = new URL(address)
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    refuse('baseUrl', 'Give an address that begins with http:// or https://.')
  }
  if (url.username || url.password) {
    refuse('baseUrl', 'Put user and password into the field for the key, as user:password.')
  }
  if (url.search || url.hash) refuse('baseUrl', 'Give the address without what follows ? or #.')
  if (url.protocol === 'http:' && !capabilities.local && !isInHouse(url.hostname)) {
    refuse('baseUrl', `${name} is asked over https:// only: the key would be readable on the way.`)
  }
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '')
}

/** This machine or an address of a network at home. */
function isInHouse(hostname: string) {
  const host = hostname.replace(/^\[|\]$/g, '')
  return isIP(host) ? !isPublicAddress(host) : /(^|\.)(localhost|local|lan|home\.arpa)$/.test(host)
}
