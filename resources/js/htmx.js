import htmx from 'htmx.org'

window.htmx = htmx

document.addEventListener('htmx:config:request', ({ detail }) => {
  const { request } = detail.ctx
  if (request.method === 'GET') return
  request.headers['X-CSRF-Token'] = document.querySelector('meta[name=csrf-token]').content
})

document.addEventListener('htmx:error', ({ detail }) => {
  if (!detail.ctx || detail.error?.name === 'AbortError') return
  const text = 'The server did not answer. Nothing was changed by this; try again.'
  document.dispatchEvent(new CustomEvent('toast', { detail: { text, tone: 'error' } }))
})
