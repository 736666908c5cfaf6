import edge from 'edge.js'
import app from '@adonisjs/core/services/app'
import router from '@adonisjs/core/services/router'
import { navigation } from '#start/navigation'
import { chosenTheme, themes } from '#core/appearance'
import { attributes } from '#core/attributes'
import { facetsOpen } from '#library/gallery/display'
import { thumbnailUrl, withQuery } from '#library/gallery/addresses'
import { keptFragment } from '#core/fragments'
import { htmxConfig } from '#core/htmx'
import { svgIcon } from '#core/icons'
import { infoHidden } from '#library/curation/display'
import { termFor } from '#library/curation/terms'
import { pinnedViews } from '#library/curation/views'
import { readableSize } from '#library/gallery/readable'
import { trashCount } from '#trash/trash_page'
import * as accounts from '#accounts/wording'
import * as duplicates from '#duplicates/wording'
import * as jobs from '#queue/wording'
import * as orders from '#studio/orders/wording'
import * as money from '#studio/money'
import * as products from '#studio/products/wording'
import { originOf } from '#studio/products/origin'
import * as recipes from '#studio/templates/wording'
import * as models from '#studio/catalog/wording'

edge.configure({ cache: !app.inDev })
if (!app.inDev) rememberComponents()

const addresses = new Map<string, string>()

edge.global('html', { ...edge.globals.html, attrs: attributes })
edge.global('svg', (name?: string, label?: string) =>
  name ? edge.globals.html.safe(svgIcon(name, label)) : ''
)
edge.global('route', routeUrl)
edge.global(
  'keptFragment',
  app.inDev ? (_key: string, render: () => unknown) => render() : keptFragment
)
edge.global('htmxConfig', htmxConfig)
edge.global('chosenTheme', chosenTheme)
edge.global('themes', themes)
edge.global('navigation', navigation)
edge.global('hasRoute', (name: string) => router.has(name))
edge.global('accounts', accounts)
edge.global('jobs', jobs)
edge.global('duplicates', duplicates)
edge.global('orderWords', orders)
edge.global('productWords', products)
edge.global('money', money)
edge.global('originOf', originOf)
edge.global('recipeWords', recipes)
edge.global('modelWords', models)
edge.global('thumbnailUrl', thumbnailUrl)
edge.global('pinnedViews', pinnedViews)
edge.global('trashCount', trashCount)
edge.global('withQuery', withQuery)
edge.global('facetsOpen', facetsOpen)
edge.global('infoHidden', infoHidden)
edge.global('termFor', termFor)
edge.global('readableSize', readableSize)

/** As AdonisJS has it; a page asks a dozen times for addresses that never change, and its router looks each up. */
function routeUrl(name: string, ...rest: [params?: unknown, options?: unknown]) {
  if (rest.length) return router.makeUrl(name, ...(rest as [any, any]))
  const url = addresses.get(name) ?? router.makeUrl(name)
  addresses.set(name, url)
  return url
}

/**
 * Edge reads the folder of components again for every renderer, that is for
 * every request, unless its own constructor was told to cache.
 */
function rememberComponents() {
  let components: ReturnType<typeof edge.loader.listComponents> | undefined
  const listComponents = edge.loader.listComponents.bind(edge.loader)
  edge.loader.listComponents = () => (components ??= listComponents())
}
