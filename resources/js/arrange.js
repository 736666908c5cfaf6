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
function keep(item) {
  const beforeId = item.nextElementSibling?.dataset.id ?? list.dataset.nextId
  const values = beforeId ? { to: 'before', beforeId } : { to: 'last' }
  window.htmx.ajax('POST', item.dataset.move, { values, source: item, swap: 'none' })
}
