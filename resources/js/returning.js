/**
 * Back from an item leads to the tile one left from, at the same place of the
 * window, however far the list had been scrolled. Where the browser kept the
 * page as it was, there is nothing to do.
 */
const key = `place:${location.pathname}${location.search}`
const [{ type }] = performance.getEntriesByType('navigation')

const isInWindow = (tile) => tile.getBoundingClientRect().bottom > 0

addEventListener('pagehide', () => {
  const tiles = [...document.querySelectorAll('#tiles [data-id]')]
  const focused = document.activeElement?.closest('#tiles [data-id]')
  const tile = focused && isInWindow(focused) ? focused : tiles.find(isInWindow)
  if (!tile) return
  const { top } = tile.getBoundingClientRect()
  const place = { id: tile.id, top, count: tiles.length, focused: tile === focused }
  sessionStorage.setItem(key, JSON.stringify(place))
})

async function goBack({ id, top, count, focused }) {
  await loaded(id, count)
  const tile = document.getElementById(id)
  if (!tile) return
  scrollBy({ top: tile.getBoundingClientRect().top - top, behavior: 'instant' })
  if (focused) tile.querySelector('.row-link, .tile-link').focus({ preventScroll: true })
}

/** Asks for page after page, but for no more than there had been. */
async function loaded(id, count) {
  for (;;) {
    const more = document.querySelector('#tiles .more')
    const shown = document.querySelectorAll('#tiles [data-id]').length
    if (!more || shown >= count || document.getElementById(id)) return
    htmx.trigger(more, 'intersect')
    await replaced(more)
    if (more.isConnected) return
  }
}

/** Until the next page stands in its place; or until something failed, since it may never come. */
function replaced(more) {
  const { promise, resolve } = Promise.withResolvers()
  const listening = new AbortController()
  const options = { signal: listening.signal }
  document.addEventListener('htmx:after:swap', () => more.isConnected || resolve(), options)
  document.addEventListener('htmx:error', resolve, options)
  return promise.finally(() => listening.abort())
}

const kept = type === 'back_forward' && sessionStorage.getItem(key)
if (kept) goBack(JSON.parse(kept))
