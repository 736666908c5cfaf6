import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { inProject } from './project.js'

const path = inProject('.env')

const hint =
  '# These sign cookies and encrypt secrets: keep them with your backups. More settings: .env.example\n'

/** Gives a fresh install its secrets. A .env that is there keeps every line; only what is missing is added. */
export function ensureEnvFile() {
  const present = existsSync(path) ? readFileSync(path, 'utf8') : ''
  const missing = ['APP_KEY', 'CREDENTIALS_KEY'].filter((name) => !isGiven(name, present))
  if (missing.length === 0) return

  const lines = missing.map((name) => `${name}=${randomBytes(32).toString('base64url')}\n`)
  const kept = missing.reduce(
    (text, name) => text.replace(new RegExp(`^\\s*(export\\s+)?${name}\\s*=\\s*$\\n?`, 'm'), ''),
    present || hint
  )
  writeFileSync(path, kept + (kept === '' || kept.endsWith('\n') ? '' : '\n') + lines.join(''), {
    mode: 0o600,
  })
  chmodSync(path, 0o600)
  console.log(`Wrote a new ${missing.join(' and a new ')} to .env.`)
}

function isGiven(name, present) {
  return process.env[name] || new RegExp(`^\\s*(export\\s+)?${name}\\s*=\\s*\\S`, 'm').test(present)
}
