process.env.NODE_ENV = 'test'
process.env.DATA_DIR = 'tmp/scan/data'
process.env.DB_CLIENT = 'sqlite3'
process.env.HOST = '127.0.0.1'
process.env.PORT ||= '3399'

import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createIgnitor } from '../../bin/ignitor.js'

/**
 * Lets sqlmap and wapiti (Debian's packages of these names) loose on an install with a bit of
 * everything, logged in as an administrator: every page that links lead to, every form on them and
 * every operation of the API. Prints what was tried and what was found; lasts an hour.
 */
const folder = 'tmp/scan'
await rm(folder, { recursive: true, force: true })
await mkdir(folder, { recursive: true })
const app = createIgnitor().createApp('console')
await app.init()
await app.boot()
await app.start(() => {})
const ace = await app.container.make('ace')
await ace.exec('migration:run', ['--compact-output', '--no-schema-generate'])

const { withInstall } = await import('./install.js')
const { apiRequests, pageRequests } = await import('./requests.js')
const { sqlmap } = await import('./sqlmap.js')
const { wapiti } = await import('./wapiti.js')

const report = await withInstall(async ({ origin, paths, key, page, cookie }) => {
  const requests = [...(await pageRequests(page, origin, paths)), ...apiRequests(key)]
  console.log(`${requests.length} ways to ask for something`)
  const tools = { folder, origin, cookie, requests }
  const [injections, findings] = await Promise.all([sqlmap(tools), wapiti(tools)])
  const answer = await page.goto(`${origin}/admin/users`)
  return { requests: requests.length, injections, findings, stillIn: answer!.status() === 200 }
})
const log = await readFile('tmp/scan/data/logs/atelier.log', 'utf8')
const faults = log.split('\n').filter((line) => line && JSON.parse(line).level >= 50)
console.dir({ ...report, faults: faults.length }, { depth: null })
await writeFile(`${folder}/report.json`, JSON.stringify({ ...report, faults }, null, 2))
const { injections, findings, stillIn } = report
const wasLookedFor = injections.controlFound && stillIn
const found = injections.found.length + findings.found.length + faults.length
console.log(
  wasLookedFor && !found ? 'Nothing was found.' : 'Something was found, or not looked for.'
)
await app.terminate()
process.exit(wasLookedFor && !found ? 0 : 1)
