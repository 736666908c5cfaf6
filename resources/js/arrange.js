/** Dragging in a collection's order. The buttons beside each picture do the same without it. */
const list = document.querySelector('[data-arrange]')
let dragged

if (list) {
  list.addEventListener('dragstart', (event) => {
    dragged = event.target.closest('[data-move]')
    dragged.classList.add('dragged')
    event.dataTransfer.effectAllowed = 'move'
  })
  list.addEventListener('dragover', (event) => {
    const over = event.target.closest('[data-move]')
    if (!dragged || !over || over === dragged) return
    event.preventDefault()
    const { left, width } = over.getBoundingClientRect()
    over[event.clientX > left + width / 2 ? 'after' : 'before'](dragged)
  })
  list.addEventListener('drop', (event) => event.preventDefault())
  list.addEventListener('dragend', () => {
    dragged.classList.remove('dragged')
    keep(dragged)
    dragged = undefined
  })
}

/** The end of a page is not the end of the collection: there it stands before the first of the next page. */
async function keep(item) {
  const beforeId = item.nextElementSibling?.dataset.id ?? list.dataset.nextId
  const values = beforeId ? { to: 'before', beforeId } : { to: 'last' }
  const token = document.querySelector('meta[name=csrf-token]').content
  const answer = await fetch(item.dataset.move, {
    method: 'POST',
    headers: { 'X-CSRF-Token': token, 'HX-Request': 'true', 'HX-Request-Type': 'partial' },
    body: new URLSearchParams(values),
  }).catch(() => null)
  if (answer?.ok) return
  const detail = {
    text: 'The new order was not saved. Reload the page and try again.',
    tone: 'error',
  }
  document.dispatchEvent(new CustomEvent('toast', { detail }))
}
