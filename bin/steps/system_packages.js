import { spawnSync } from 'node:child_process'

/**
 * Installs Debian packages, saying why. Only root can without a password: for
 * everybody else, and where there is no apt-get, throws with the line to type.
 */
export function installPackages(names, why) {
  const line = `apt-get install -y --no-install-recommends ${names.join(' ')}`
  const refused = new Error(`${why}. Run \`sudo ${line}\` and then the same command again.`)
  const isRoot = process.getuid && process.getuid() === 0
  if (!isRoot || run('apt-get', ['--version'], 'ignore') !== 0) throw refused

  console.log(`${why}: running ${line}`)
  run('apt-get', ['update', '-q'], 'inherit')
  if (run('apt-get', line.split(' ').slice(1), 'inherit') !== 0) throw refused
}

function run(command, args, stdio) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  return spawnSync(command, args, { stdio, env }).status
}
