import { findChromium } from '../../bin/steps/chromium.js'
import { chromium } from 'playwright'

const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** Starts the Chromium of this machine; `npm test` installs one where there is none. */
export function launchChromium() {
  const executablePath = findChromium()
  if (!executablePath)
    throw new Error('No Chromium on this machine: run `npm test`, or install the package chromium.')
  return chromium.launch({ executablePath, args: flags })
}
