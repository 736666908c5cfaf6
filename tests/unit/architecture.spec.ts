import { existsSync, readFileSync } from 'node:fs'
import { execFileSync } from 'node:child_process'
import { test } from '@japa/runner'
import router from '@adonisjs/core/services/router'
import { routeActions } from '#tests/helpers/actions'

/** Imports point left, never right. */
const rooms = [
  'core',
  'accounts',
  'queue',
  'library',
  'trash',
  'duplicates',
  'studio',
  'backup',
  'health',
  'api',
]

/** What other rooms may not import of a room: how the web and the queue enter it. The API asks the policies of the pages. */
const privateParts = /^(controllers|jobs|policies|middleware)\/|^validators$/

/** Routes that anybody may ask for; every other controller action asks a policy. */
const publicRoutes = [
  'home',
  'accounts.setups.create',
  'accounts.setups.store',
  'accounts.sessions.create',
  'accounts.sessions.store',
  'accounts.sessions.destroy',
  'api.document',
  /** For containers and monitors: they tell that it runs, and nothing of what is in it. */
  'health.live.show',
  'health.ready.show',
  /** Their secret is in the address, or in the session after a right password. */
  'library.shared.show',
  'library.shared.store',
  'library.shared.items.show',
  'library.shared.thumbnails.show',
  'library.shared.originals.show',
  'accounts.invitations.show',
  'accounts.invitations.store',
  'accounts.codes.create',
  'accounts.codes.store',
  /** So is that of an attempt, beside the provider's signature. */
  'studio.webhooks.store',
]

/** Routes for everybody who is logged in, where there is nothing to decide. */
const routesForAll = ['core.appearances.store', 'help.index']

/** These read and write the cookies of a browser's own choices, for several controllers. */
const httpInside = ['app/library/gallery/display.ts', 'app/library/curation/display.ts']

/** Beyond 200 lines a file asks to be split by subject; beyond this it must be. Style sheets are lists. */
const mostLines = { code: 250, style: 500 }

const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  encoding: 'utf8',
})
  .split('\n')
  .filter((path) => path && existsSync(path))
const under = (pattern: RegExp) => files.filter((path) => pattern.test(path))
const read = (path: string) => readFileSync(path, 'utf8')

/** Lines of these files that match, as `path:line  text`. */
function linesMatching(paths: string[], pattern: RegExp) {
  return paths.flatMap((path) =>
    read(path)
      .split('\n')
      .flatMap((text, index) =>
        pattern.test(text) ? [`${path}:${index + 1}  ${text.trim()}`] : []
      )
  )
}

test.group('Architecture', () => {
  test('a room imports only rooms left of it, and enters them by the door', ({ assert }) => {
    const wrong = under(/^app\/.*\.ts$/).flatMap((path) => {
      const room = path.split('/')[1]
      if (!rooms.includes(room)) return []
      return importsOf(path).flatMap(({ target, line }) => {
        if (!rooms.includes(target.room) || target.room === room) return []
        const toTheRight = rooms.indexOf(target.room) > rooms.indexOf(room)
        const asksPolicy = room === 'api' && target.path.startsWith('policies/')
        const throughTheWall = privateParts.test(target.path) && !asksPolicy
        return toTheRight || throughTheWall ? [`${path}  ${line}`] : []
      })
    })

    assert.deepEqual(wrong, [])
  })

  test('every folder of app is a room of the map', ({ assert }) => {
    const folders = new Set(under(/^app\/[^/]+\//).map((path) => path.split('/')[1]))

    assert.includeMembers([...rooms, 'commands'], [...folders])
  })

  test('jobs have names of their own, after their room', async ({ assert }) => {
    const names: string[] = []
    for (const path of under(/^app\/[^/]+\/jobs\/.*_job\.ts$/)) {
      const { default: Job } = await import(new URL(`../../${path}`, import.meta.url).href)
      const name = Job.options?.name ?? Job.jobName ?? Job.name
      assert.match(name, new RegExp(`^${path.split('/')[1]}\\.[a-z_]+$`), path)
      names.push(name)
    }

    assert.deepEqual(names, [...new Set(names)])
  })

  test('every action of a route asks a policy', ({ assert }) => {
    const wrong = routeActions()
      .filter(({ name }) => ![...publicRoutes, ...routesForAll].includes(name))
      .filter(({ source = '' }) => !/\.authorize\(/.test(source))
      .map(({ name }) => name)

    assert.deepEqual(wrong, [])
  })

  test('controllers are pages: resource actions and about 80 lines', async ({ assert }) => {
    const wrong: string[] = []
    for (const path of under(/^app\/.*_controller\.ts$/)) {
      const lines = read(path).split('\n').length
      if (lines > 110) wrong.push(`${path} has ${lines} lines`)
      const { default: Controller } = await import(new URL(`../../${path}`, import.meta.url).href)
      const actions = Object.getOwnPropertyNames(Controller.prototype).filter(
        (name) => name !== 'constructor'
      )
      const odd = actions.filter(
        (name) => !['index', 'create', 'store', 'show', 'edit', 'update', 'destroy'].includes(name)
      )
      if (odd.length > 0) wrong.push(`${path} has ${odd.join(', ')}`)
    }

    assert.deepEqual(wrong, [])
  })

  test('nothing enters unvalidated', ({ assert }) => {
    const wrong = linesMatching(
      under(/^app\/.*\.ts$/),
      /request\.(all|body|input|only|except|qs)\(/
    )

    assert.deepEqual(wrong, [])
  })

  test('HTTP stops at the controller', ({ assert }) => {
    const inside = under(/^app\/(queue|library)\/.*\.ts$/).filter(
      (path) => !/\/(controllers|middleware)\//.test(path)
    )

    const wrong = linesMatching(inside, /\bHttpContext\b/)
    assert.deepEqual(
      wrong.filter((line) => !httpInside.includes(line.split(':')[0])),
      []
    )
  })

  test('views escape what they show, and run nothing the policy forbids', ({ assert }) => {
    const views = under(/^resources\/views\/.*\.edge$/)
    /** Slots (under their own name, `inner` or `actions`) and what the program itself has made; never a value of a row. */
    const raw = /\{\{\{(?!\s*(\(?await \$slots|inner\b|actions\b|htmxConfig))/

    assert.deepEqual(linesMatching(views, raw), [])
    assert.deepEqual(linesMatching(views, /\sstyle=|\son[a-z]+=|hx-on|javascript:/), [])
    assert.deepEqual(linesMatching(views, /<script(?![^>]*\bsrc=)/), [])
  })

  test('nothing trusts a certificate that nobody vouches for', ({ assert }) => {
    const sources = under(/^(app|bin|config|start)\/.*\.(ts|js)$/)

    assert.deepEqual(
      linesMatching(sources, /rejectUnauthorized|TLS_REJECT|checkServerIdentity/),
      []
    )
  })

  test('pages lead to routes that are there', ({ assert }) => {
    const views = under(/^resources\/views\/.*\.edge$/)
    const wrong = linesMatching(views, /\broute\('[\w.]+'/).filter((line) =>
      [...line.matchAll(/\broute\('([\w.]+)'/g)].some(([, name]) => !router.has(name))
    )

    assert.deepEqual(wrong, [])
  })

  test('every form that posts carries its token', ({ assert }) => {
    const wrong = under(/^resources\/views\/.*\.edge$/).flatMap((path) => {
      const forms = read(path).match(/<form\b[\s\S]*?<\/form>/g) ?? []
      return forms
        .filter((form) => /method="post"/i.test(form) && !/csrfField\(\)|_csrf/.test(form))
        .map(() => path)
    })

    assert.deepEqual(wrong, [])
  })

  test('files stay small enough to read', ({ assert }) => {
    const sources = under(/^(app|start|config|bin|resources)\/.*\.(ts|js|edge|css)$/)
    const long = sources
      .map((path) => ({ path, lines: read(path).split('\n').length }))
      .filter(
        ({ path, lines }) => lines > (path.endsWith('.css') ? mostLines.style : mostLines.code)
      )
      .map(({ path, lines }) => `${path} has ${lines} lines`)

    assert.deepEqual(long, [])
  })

  test('the repository names no machine and no registry', ({ assert }) => {
    const text = files.filter((path) => /\.(ts|js|json|edge|css|md|yml)$|^\.|\/run$/.test(path))
    const machine = new RegExp(
      `(^|[\\s"'\`(=])/${'(home|root|work)'}/[a-z]|https?://${'registry'}\\.`
    )

    assert.deepEqual(linesMatching(text, machine), [])
  })
})

type Target = { room: string; path: string }

function importsOf(path: string): { target: Target; line: string }[] {
  const statements = read(path).matchAll(/(?:from|import)\s*\(?\s*'(#[^']+|\.{1,2}\/[^']+)'/g)
  return [...statements].map(([line, specifier]) => ({ target: targetOf(path, specifier), line }))
}

function targetOf(path: string, specifier: string): Target {
  const absolute = specifier.startsWith('#')
    ? specifier.slice(1).replace(/^app\//, '')
    : new URL(specifier, `file:///${path}`).pathname.replace(/^\/app\//, '')
  const [room, ...rest] = absolute.split('/')
  return { room, path: rest.join('/').replace(/\.[jt]s$/, '') }
}
