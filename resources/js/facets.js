/** The panel of filters stays open or closed from one search to the next. */
const panel = () => document.getElementById('facets')

function keep(state) {
  document.cookie = `facets=${state}; path=/; max-age=34560000; samesite=lax`
}

/** The link opens the panel by htmx; when it is open already, it closes it. */
document.addEventListener('htmx:before:request', (event) => {
  if (!event.target.matches?.('[data-facets]')) return
  if (panel().children.length) {
    event.preventDefault()
    close()
  } else keep('open')
})

document.addEventListener('click', (event) => {
  if (event.target.closest('[data-close-facets]')) close()
})

function close() {
  panel().replaceChildren()
  keep('closed')
}
