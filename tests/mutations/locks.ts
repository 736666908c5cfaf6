import { registerHooks } from 'node:module'
import { fileURLToPath } from 'node:url'
import { closed, lockAt } from './keys.js'

/**
 * Loaded before the program (`npm run test:mutations`), this puts a switch into every line
 * that keeps somebody out, so that one after the other can be taken away in one process.
 * A line is known by what it says, of which file; code that is not loaded has no locks.
 */
const root = fileURLToPath(new URL('../../', import.meta.url))

/** What makes a lock of a piece of compiled code; `#` is the number of the lock. */
const kinds: { of: RegExp; text: RegExp; becomes: string }[] = [
  /** The answer of a policy is dropped: `allows` throws nothing. */
  {
    of: /^app\/.*\.ts$/,
    text: /\.authorize\(/g,
    becomes: "[__closed(#) ? 'authorize' : 'allows'](",
  },
  {
    of: /^app\/.*\.ts$/,
    text: /=>(\w+)\.(visibleTo|orderableBy)\(/g,
    becomes: '=>__closed(#) && $1.$2(',
  },
  /** What a person sees, where it is asked in SQL. */
  {
    of: /^app\/(?!library\/seeing).*\.ts$/,
    text: /(?<!function )\b(seenAssets|openAssets|seenCollections)\((?=[\w'])/g,
    becomes: "(__closed(#) ? $1 : ()=>({ sql: '1 = 1', bindings: [] }))(",
  },
  {
    of: /^app\/.*\.ts$/,
    text: /(?<=[\s(])((?:\w+\.)?audience IN \((?:0, \?|\$\{places\([^)]*\)\})\))/g,
    becomes: "($1 ${__closed(#) ? '' : 'OR 1 = 1'})",
  },
  {
    of: /^app\/.*\.ts$/,
    text: /\.whereIn\((['"])((?:\w+\.)?audience)\1, \[\s*0,\s*([\w.]+)\s*\]\)/g,
    becomes: ".if(__closed(#), (query)=>query.whereIn('$2', [0, $3]))",
  },
  /** What a policy answers, but for those that let everybody in. */
  {
    of: /^app\/\w+\/policies\/.*\.ts$/,
    text: /return (?!true;)([^;]+);/g,
    becomes: 'return !__closed(#) || ($1);',
  },
  {
    of: /^start\/routes\/.*\.ts$/,
    text: /middleware\.(\w+)\(\)/g,
    becomes: '__opened(#, middleware.$1())',
  },
  {
    of: /^app\/api\/operations\/.*\.ts$/,
    text: /scope: '(\w+)'/g,
    becomes: "get scope() { return __closed(#) ? '$1' : '$1' === 'read' ? 'write' : 'read' }",
  },
  /** Who has a session, a key or a link, and may still nothing. */
  {
    of: /^app\/accounts\/sessions\.ts$/,
    text: /return (!auth\.user\.isDisabled) && ([^;]+);/g,
    becomes: 'return (!__closed(#) || $1) && (!__closed(#) || $2);',
  },
  {
    of: /^app\/accounts\/middleware\/confirmed_middleware\.ts$/,
    text: /if \((isConfirmed\(ctx\))\)/g,
    becomes: 'if (!__closed(#) || $1)',
  },
  {
    of: /^app\/api\/middleware\/operation_middleware\.ts$/,
    text: /if \((!key\.allows\(operation\.scope\))\)/g,
    becomes: 'if (__closed(#) && $1)',
  },
  {
    of: /^app\/api\/middleware\/operation_middleware\.ts$/,
    text: /if \((!user\.isDisabled)\)/g,
    becomes: 'if (!__closed(#) || $1)',
  },
  {
    of: /^app\/accounts\/api_key_provider\.ts$/,
    text: /if \((!key\.verify\([^)]*\)) \|\| (key\.isExpired\(\))\)/g,
    becomes: 'if (__closed(#) && $1 || __closed(#) && $2)',
  },
  {
    of: /^app\/library\/middleware\/share_link_middleware\.ts$/,
    text: /if \((!isDoor && isLocked\(ctx\))\)/g,
    becomes: 'if (__closed(#) && $1)',
  },
  {
    of: /^app\/library\/sharing\/links\.ts$/,
    text: /return (link\?\.user\.canEdit) && (!link\.user\.isDisabled) \?/g,
    becomes: 'return link && (!__closed(#) || $1) && (!__closed(#) || $2) ?',
  },
  {
    of: /^app\/library\/sharing\/links\.ts$/,
    text: /\.(whereNull\('revoked_at'\))/g,
    becomes: '.if(__closed(#), (query)=>query.$1)',
  },
  {
    of: /^app\/library\/sharing\/links\.ts$/,
    text: /\.where\((\(query\)=>query\.whereNull\('expires_at'\)[^)]*\))\)/g,
    becomes: '.if(__closed(#), (query)=>query.where($1))',
  },
  {
    of: /^app\/library\/controllers\/shared_originals_controller\.ts$/,
    text: /if \((!ctx\.shareLink\.allowsDownload)\)/g,
    becomes: 'if (__closed(#) && $1)',
  },
  {
    of: /^app\/core\/middleware\/security_middleware\.ts$/,
    text: /if \((writes\.includes)/g,
    becomes: 'if (__closed(#) && $1',
  },
]

Object.assign(globalThis, {
  __closed: closed,
  /** A middleware that lets everybody pass while its lock is open. */
  __opened: (lock: number, middleware: any) => ({
    ...middleware,
    handle: (resolver: unknown, ctx: unknown, next: () => unknown, args: unknown) =>
      closed(lock) ? middleware.handle(resolver, ctx, next, args) : next(),
  }),
})

registerHooks({
  load(url, context, next) {
    const loaded = next(url, context)
    if (!url.startsWith(`file://${root}`) || url.includes('node_modules')) return loaded
    const path = fileURLToPath(url).slice(root.length)
    const fitting = kinds.filter(({ of }) => of.test(path))
    if (!fitting.length) return loaded
    return { ...loaded, source: locked(path, String(loaded.source), fitting) }
  },
})

function locked(path: string, code: string, fitting: typeof kinds) {
  return fitting.reduce(
    (text, { text: pattern, becomes }) =>
      text.replace(pattern, (found, ...groups) =>
        becomes
          .replaceAll('#', () => String(lockAt(path, found)))
          .replace(/\$(\d)/g, (_all, index) => groups[Number(index) - 1])
      ),
    code
  )
}
