import { readFile } from 'node:fs/promises'
import { runTool, type Tool } from './tool.js'

/** All that needs no server elsewhere to answer to. */
const modules =
  'backup,blindsql,cookieflags,crlf,csp,csrf,exec,file,htaccess,http_headers,methods,permanentxss,redirect,shellshock,sql,xss'
const minutes = 15

/** The level of what is only told, such as a header that browsers no longer read. */
const informational = 1

/** Lets wapiti find its own way from every page, and tells what it reports above informational. */
export async function wapiti({ folder, origin, cookie, requests }: Tool) {
  const pages = requests.filter(({ method, key }) => method === 'GET' && !key)
  const words = [
    ...['-u', `${origin}/`, '--scope', 'folder', '-m', modules, '-H', `Cookie: ${cookie}`],
    ...pages.flatMap(({ path }) => ['-s', origin + path]),
    ...['--skip', '_csrf', '--skip', '_method', '-d', '2', '-S', 'polite'],
    ...['--max-scan-time', String(minutes * 60), '--max-attack-time', '180', '--flush-session'],
    ...['--no-bugreport', '-v', '1', '-f', 'json', '-o', `${folder}/wapiti.json`],
    ...['--store-session', `${folder}/wapiti`],
  ]
  await runTool('wapiti', words, `${folder}/wapiti.log`)
  const { vulnerabilities, anomalies, infos } = JSON.parse(
    await readFile(`${folder}/wapiti.json`, 'utf8')
  )
  const all = Object.entries<any[]>({ ...vulnerabilities, ...anomalies })
  return {
    pages: infos.crawled_pages_nbr ?? pages.length,
    found: all.flatMap(([name, each]) =>
      each
        .filter(({ level }) => level > informational)
        .map(({ method, path, info, parameter }) => ({ name, method, path, parameter, info }))
    ),
  }
}
