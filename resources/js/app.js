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
import './keys.js'
import './slideshow.js'
import './drop.js'
import './uploading.js'
import './viewer.js'
import './item.js'
import './arrange.js'

document.documentElement.classList.add('js')

window.Alpine = Alpine
Alpine.data('completion', completion)
Alpine.data('palette', palette)
Alpine.start()
