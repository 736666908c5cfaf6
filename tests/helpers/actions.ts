import { readFileSync } from 'node:fs'
import router from '@adonisjs/core/services/router'

/** The text of the controller's method behind each route, with that of its private methods it calls, by the name of the route. */
export function routeActions() {
  router.commit()
  return Object.values(router.toJSON())
    .flat()
    .map(({ name, pattern, handler }) => ({
      name: name ?? pattern,
      ...actionOf(handler as { reference?: unknown }),
    }))
}

function actionOf({ reference }: { reference?: unknown }) {
  if (!Array.isArray(reference)) return {}
  const [load, action] = reference as [() => Promise<unknown>, string]
  const found = String(load).match(/#app\/([^'"]+)/)?.[1]
  if (!found) return {}
  const path = `app/${found.replace(/\.js$/, '')}.ts`
  const methods = methodsOf(readFileSync(path, 'utf8'))
  const called = [...(methods[action] ?? '').matchAll(/this\.(#\w+)\(/g)]
  return { path, source: [methods[action], ...called.map(([, name]) => methods[name])].join('\n') }
}

/** Prettier puts every method between a line of two spaces and its name, and `  }`. */
function methodsOf(source: string): Record<string, string> {
  const methods = source.matchAll(/^ {2}(?:async )?(#?\w+)\([\s\S]*?^ {2}}$/gm)
  return Object.fromEntries([...methods].map(([text, name]) => [name, text]))
}
