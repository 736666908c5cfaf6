import { currentTile, elsewhere, goTo, tiles } from './gallery.js'
import { showToast } from './toasts.js'

const bar = () => document.getElementById('selection')
const all = () => bar()?.querySelector('[data-select-all]')
const box = (tile) => tile?.querySelector('.tile-check input')
const checked = () => tiles().filter((tile) => box(tile).checked)

/** Where a range begins: the tile that was ticked last by itself. */
let anchor = null

function tick(tile, on) {
  box(tile).checked = on
}

function tickRange(to, on = true) {
  const list = tiles()
  const [from, until] = [list.indexOf(anchor), list.indexOf(to)].sort((one, other) => one - other)
  if (from < 0) return tick(to, on)
  for (const tile of list.slice(from, until + 1)) tick(tile, on)
}

function show() {
  const count = checked().length
  const everything = all()?.checked && count
  if (all() && !count) all().checked = false
  const place = bar()?.querySelector('[data-selection-count]')
  if (place) place.textContent = everything ? 'All' : `${count.toLocaleString('en')} selected`
}

document.addEventListener('click', (event) => {
  const clicked = event.target.closest('.tile-check input')
  if (clicked) return ticked(event, clicked)
  const link = event.target.closest('#tiles .tile-link')
  if (link && !event.defaultPrevented && (event.shiftKey || event.ctrlKey || event.metaKey)) {
    event.preventDefault()
    const tile = link.closest('[data-id]')
    if (event.shiftKey) tickRange(tile)
    else tick(tile, !box(tile).checked)
    if (!event.shiftKey) anchor = tile
    show()
  }
  if (event.target.closest('[data-clear-selection]')) clear()
  const compare = event.target.closest('[data-compare-selection]')
  if (compare) openComparison(event, compare)
})

/** The bar posts what it does; this one only leads to another page, whose address names the pictures. */
function openComparison(event, { formAction }) {
  event.preventDefault()
  const ids = checked().map((tile) => ['ids[]', tile.dataset.id])
  if (ids.length < 2 || ids.length > 4) {
    return showToast({ text: 'Tick two to four pictures to compare.', tone: 'error' })
  }
  location.assign(`${formAction}?${new URLSearchParams(ids)}`)
}

function ticked(event, input) {
  const tile = input.closest('[data-id]')
  if (event.shiftKey && anchor?.isConnected) tickRange(tile, input.checked)
  else anchor = tile
  if (!input.checked && all()) all().checked = false
  show()
}

function clear() {
  for (const tile of tiles()) tick(tile, false)
  anchor = null
  show()
}

document.addEventListener('change', (event) => {
  if (event.target.matches('[data-select-all]')) show()
})

document.addEventListener('keydown', (event) => {
  if (!bar() || elsewhere(event.target) || event.altKey) return
  const { key, ctrlKey, metaKey, shiftKey } = event
  if ((ctrlKey || metaKey) && key.toLowerCase() === 'a') return handled(event, selectMore)
  if (ctrlKey || metaKey) return
  if (shiftKey && key.startsWith('Arrow')) return handled(event, () => extend(key))
  if (key === 'Escape' && checked().length) return handled(event, clear)
})

/** A key as the table names it, whichever the person pressed for it. */
document.addEventListener('key', (event) => {
  const { keys, target } = event.detail
  if (!bar() || elsewhere(target)) return
  if (keys === 'x') return handled(event, toggleCurrent)
  if (/^([0-5ftl]|Delete)$/.test(keys) && !checked().length && currentTile()) {
    tick(currentTile(), true)
    show()
  }
})

function handled(event, act) {
  event.preventDefault()
  act()
}

function toggleCurrent() {
  const tile = currentTile()
  if (!tile) return
  anchor = tile
  tick(tile, !box(tile).checked)
  show()
}

/** Shift+arrow: what was focused is the beginning, what it leads to the end. The arrow itself has moved the focus already. */
function extend() {
  const tile = currentTile()
  if (!tile) return
  tickRange(tile)
  show()
}

/** The page first; when all of it is ticked already, everything the search finds. */
function selectMore() {
  const list = tiles()
  const whole = list.every((tile) => box(tile).checked)
  if (whole && all()) all().checked = true
  for (const tile of list) tick(tile, true)
  show()
}

/** Before the arrow moves the focus, the tile it leaves becomes the beginning of the range. */
document.addEventListener(
  'keydown',
  ({ key, shiftKey }) => {
    if (!shiftKey || !key.startsWith('Arrow') || anchor?.isConnected) return
    anchor = currentTile()
  },
  true
)

/** Enter in a field of the bar does what stands beside the field. */
document.addEventListener('keydown', (event) => {
  const field = event.target.closest?.('[data-enter]')
  if (event.key !== 'Enter' || !field) return
  event.preventDefault()
  field.form.requestSubmit(field.form.querySelector(`[name=do][value=${field.dataset.enter}]`))
})

/** What was typed is done: the field is empty again, and the keys belong to the grid. */
document.addEventListener('htmx:after:request', ({ detail }) => {
  const { sourceElement, response } = detail.ctx
  if (!sourceElement.closest?.('#selection') || !response.raw.ok) return
  /** It asked for names that complete it. */
  if (sourceElement.matches('.selection-field input')) return
  const fields = [...bar().querySelectorAll('.selection-field input')]
  const wasTyping = fields.includes(document.activeElement)
  for (const field of fields) field.value = ''
  if (wasTyping) goTo(anchor?.isConnected ? anchor : checked()[0])
})

/** Pictures that scroll in while everything is chosen are chosen too. */
document.addEventListener('htmx:after:swap', () => {
  if (all()?.checked) for (const tile of tiles()) tick(tile, true)
  show()
})

addEventListener('pageshow', show)
