import './htmx.js'
import 'htmx.org/dist/ext/hx-sse.js'
import 'htmx.org/dist/ext/hx-alpine-compat.js'
import Alpine from '@alpinejs/csp'
import { completion } from './completion.js'
import { palette } from './palette.js'
import './theme.js'
import './toasts.js'
import './disclosure.js'
import './copy.js'
import './facets.js'
import './gallery.js'
import './selection.js'
import './returning.js'
import './keys.js'
import './slideshow.js'
import './drop.js'
import './uploading.js'
import './viewer.js'
import './item.js'
import './arrange.js'
import './compare.js'
import './problems.js'
import './picking.js'

document.documentElement.classList.add('js')

/** A page change that cannot be animated, after a redirect say, is no error. */
for (const change of ['pageswap', 'pagereveal']) {
  addEventListener(change, ({ viewTransition }) => {
    viewTransition?.ready.catch(() => {})
    viewTransition?.finished.catch(() => {})
  })
}

window.Alpine = Alpine
Alpine.data('completion', completion)
Alpine.data('palette', palette)
Alpine.start()
