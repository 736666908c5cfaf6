import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { inProject } from './project.js'

const path = inProject('.env')

/** Gives a fresh install its secret. A .env that is there keeps every line; only a missing APP_KEY is added. */
export function ensureEnvFile() {
  const present = existsSync(path) ? readFileSync(path, 'utf8') : undefined
  if (process.env.APP_KEY || /^\s*(export\s+)?APP_KEY\s*=\s*\S/m.test(present || '')) return

  const line = `APP_KEY=${randomBytes(32).toString('base64url')}\n`
  if (present === undefined) {
    const hint =
      '# Signs cookies and encrypts secrets: keep it with your backups. More settings: .env.example\n'
    writeFileSync(path, hint + line, { mode: 0o600, flag: 'wx' })
    return console.log('Wrote .env with a new APP_KEY.')
  }
  const kept = present.replace(/^\s*(export\s+)?APP_KEY\s*=\s*$\n?/m, '')
  writeFileSync(path, kept + (kept === '' || kept.endsWith('\n') ? '' : '\n') + line)
  chmodSync(path, 0o600)
  console.log('Added a new APP_KEY to .env.')
}
