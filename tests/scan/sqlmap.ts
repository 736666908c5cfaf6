import { createServer } from 'node:http'
import { DatabaseSync } from 'node:sqlite'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { runTool, type Tool } from './tool.js'
import type { ScanRequest } from './requests.js'

/** It mostly waits for answers. */
const atOnce = 4

/**
 * Tries to inject SQL into every parameter: of queries, forms, JSON, and the last number in each
 * address. A page that takes its query into a statement as it comes must be found with them.
 */
export async function sqlmap({ folder, origin, cookie, requests }: Tool) {
  const control = await startControl()
  const { port } = control.address() as AddressInfo
  const page = rawRequest({ method: 'GET', path: '/?id=1' }, `http://127.0.0.1:${port}`, '')
  const raw = requests.map((request) => rawRequest(request, origin, cookie))
  const found = await scan(`${folder}/sqlmap-control`, [page])
  control.close()
  const parts = Array.from({ length: atOnce }, (_all, part) =>
    scan(
      `${folder}/sqlmap-${part}`,
      raw.filter((_each, index) => index % atOnce === part)
    )
  )
  const done = await Promise.all(parts)
  return {
    tried: done.reduce((sum, part) => sum + part.tried, 0),
    controlFound: found.injectable.length === 1,
    found: done.flatMap((part) => part.injectable),
  }
}

/** Parameters that were tried, and those that let something in. */
async function scan(folder: string, requests: string[]) {
  await mkdir(folder)
  const bar = '='.repeat(54)
  const log = requests.map((each) => `${bar}\n${each}\n${bar}\n\n`).join('')
  await writeFile(`${folder}/requests.log`, log)
  const words = [
    ...['-l', `${folder}/requests.log`, '--batch', '--dbms=sqlite', '--technique=BEU'],
    ...['--param-filter=GET,POST,URI,JSON,(custom) POST', '--skip=_csrf,_method'],
    ...['--ignore-code=401', '--ignore-stdin', '--timeout=15', '--skip-waf', '--disable-coloring'],
    `--output-dir=${folder}`,
  ]
  const output = await runTool('sqlmap', words, `${folder}/output.log`)
  const tried = output.match(/parameter '[^']+' (does not seem to be injectable|is vulnerable)/g)
  return { tried: tried?.length ?? 0, injectable: await results(folder) }
}

function rawRequest(
  { method, path, body, type, key }: ScanRequest,
  origin: string,
  cookie: string
) {
  const marked = path.includes('?') || body ? path : path.replace(/\/(\d+)(?!.*\/\d)/, '/$1*')
  return [
    `${method} ${origin}${marked} HTTP/1.1`,
    `Host: ${new URL(origin).host}`,
    key ? `Authorization: Bearer ${key}` : `Cookie: ${cookie}`,
    `Accept: ${key ? 'application/json' : 'text/html'}`,
    ...(type ? [`Content-Type: ${type}`] : []),
    '',
    body ?? '',
  ].join('\n')
}

/** Each parameter that sqlmap could inject into is a line of the table it writes, and those that it took for one at first. */
async function results(folder: string) {
  const names = await readdir(folder)
  const tables = names.filter((name) => /^results-.*\.csv$/.test(name))
  const texts = await Promise.all(tables.map((name) => readFile(`${folder}/${name}`, 'utf8')))
  const lines = texts.flatMap((text) => text.split('\n').slice(1))
  return lines.filter((line) => line && !line.includes('false positive or unexploitable'))
}

/** Answers with what a statement finds that has the query in it as it came. */
async function startControl() {
  const database = new DatabaseSync(':memory:')
  database.exec(`CREATE TABLE foxes (id, name); INSERT INTO foxes VALUES (1, 'red'), (2, 'grey')`)
  const server = createServer((request, response) => {
    const id = new URL(request.url!, 'http://localhost').searchParams.get('id')
    try {
      response.end(JSON.stringify(database.prepare(`SELECT * FROM foxes WHERE id = ${id}`).all()))
    } catch {
      response.writeHead(500).end()
    }
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return server
}
