import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import type { Page } from 'playwright'
import db from '@adonisjs/lucid/services/db'
import { productionEnv } from '../../bin/steps/project.js'
import { keyOf } from '#tests/helpers/api'
import { loginAs } from '#tests/helpers/browser'
import { createCast } from '#tests/helpers/cast'
import { launchChromium } from '#tests/helpers/chromium'
import { fillEverything } from '#tests/helpers/everything'
import { createWorld } from '#tests/helpers/routes/world'

export interface Install {
  origin: string
  /** Pages to begin at. */
  paths: string[]
  /** Of the administrator, for everything. */
  key: string
  /** A browser in which the administrator is logged in, and what it sends to prove that. */
  page: Page
  cookie: string
}

/** The web process as `npm start` runs it behind https, with a bit of everything in it. */
export async function withInstall<Result>(use: (install: Install) => Promise<Result>) {
  const cast = await createCast()
  await createWorld(cast.owner)
  const paths = await fillEverything(cast)
  const key = await keyOf(cast.owner, 'read', 'write', 'files', 'generate', 'purge', 'admin')
  const origin = `http://127.0.0.1:${process.env.PORT}`
  const address = { APP_URL: origin.replace('http', 'https'), ATELIER_SUPERVISED: '1' }
  const env = { ...process.env, ...productionEnv, ...address }
  const script = ['--import', './bin/typescript.js', 'bin/server.ts']
  const server = spawn(process.execPath, script, {
    env,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const browser = await launchChromium()
  try {
    await Promise.race([once(server, 'message'), refused(server)])
    const context = await browser.newContext({ javaScriptEnabled: false })
    const page = await context.newPage()
    await loginAs(page, cast.owner, origin)
    await keepSession()
    const cookies = await context.cookies()
    const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
    return await use({ origin, paths, key, page, cookie })
  } finally {
    await browser.close()
    server.kill('SIGKILL')
  }
}

async function refused(server: ChildProcess) {
  const [code] = await once(server, 'exit')
  throw new Error(`The web server ended with code ${code}`)
}

/** Whatever is sent, the administrator stays logged in as who they are. */
async function keepSession() {
  const changes = ['DELETE ON sessions', 'UPDATE ON sessions']
  changes.push('UPDATE OF email, password, role, disabled_at ON users')
  for (const [number, change] of changes.entries()) {
    await db.rawQuery(
      `CREATE TRIGGER keep_${number} BEFORE ${change} BEGIN SELECT RAISE(IGNORE); END`
    )
  }
}
