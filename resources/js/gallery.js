/** Moving about in the grid or the list, and the small things of its tiles. */
export const tiles = () => [...document.querySelectorAll('#tiles [data-id]')]
export const currentTile = () => document.activeElement?.closest('#tiles [data-id]')

export function goTo(tile) {
  if (!tile) return
  const link = tile.querySelector('.row-link') ?? tile.querySelector('.tile-link')
  link.focus({ preventScroll: true })
  tile.scrollIntoView({ block: 'nearest' })
}

/** The tile a key leads to; up and down go by what is seen, since rows hold as many as fit. */
export function neighbour(tile, key) {
  const all = tiles()
  const index = all.indexOf(tile)
  if (index < 0) return all.find((each) => each.getBoundingClientRect().bottom > 80)
  const isList = tile.matches('tr')
  if (key === 'ArrowLeft') return isList ? null : all[index - 1]
  if (key === 'ArrowRight') return isList ? null : all[index + 1]
  if (isList) return all[index + (key === 'ArrowUp' ? -1 : 1)]
  return inNextRow(all, tile, key === 'ArrowUp' ? -1 : 1)
}

function inNextRow(all, tile, step) {
  const from = tile.getBoundingClientRect()
  const middle = from.left + from.width / 2
  let best = null
  for (let index = all.indexOf(tile) + step; all[index]; index += step) {
    const box = all[index].getBoundingClientRect()
    if (box.top === from.top) continue
    if (best && box.top !== best.top) break
    const distance = Math.abs(box.left + box.width / 2 - middle)
    if (!best || distance < best.distance) best = { tile: all[index], top: box.top, distance }
  }
  return best?.tile
}

document.addEventListener('keydown', (event) => {
  if (!event.key.startsWith('Arrow') || event.ctrlKey || event.altKey || event.metaKey) return
  if (!document.getElementById('tiles') || elsewhere(event.target)) return
  const next = neighbour(currentTile(), event.key)
  if (!next) return
  event.preventDefault()
  goTo(next)
})

/** Arrows belong to fields, menus and dialogs where the focus is in one. */
export function elsewhere(element) {
  return (
    element.closest(
      'input:not([type=checkbox]), textarea, select, details, dialog, [role=listbox]'
    ) || document.querySelector('dialog[open]')
  )
}

document.addEventListener('click', (event) => {
  const link = event.shiftKey && event.target.closest('[data-shift-href]')
  if (!link) return
  event.preventDefault()
  location.assign(link.dataset.shiftHref)
})

/** A thumbnail that does not come is one broken tile, and says so. */
document.addEventListener(
  'error',
  ({ target }) => {
    if (!target.matches?.('.tile-picture')) return
    target.closest('.tile-link').classList.add('failed')
  },
  true
)
