/** Dialogs and menus work as pages and <details> without this; it adds opening in place and closing as expected. */
document.addEventListener('click', (event) => {
  const opener = event.target.closest('[data-opens]')
  const dialog = opener && document.getElementById(opener.dataset.opens)
  if (dialog) {
    event.preventDefault()
    dialog.showModal()
  }
  if (event.target.matches('dialog')) event.target.close()
  for (const menu of document.querySelectorAll('details.menu[open]')) {
    if (!menu.contains(event.target)) menu.open = false
  }
})

document.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape') return
  const menu =
    event.target.closest?.('details.menu[open]') ?? document.querySelector('details.menu[open]')
  if (!menu) return
  menu.open = false
  menu.querySelector('summary').focus()
  event.stopImmediatePropagation()
})

document.addEventListener('change', (event) => {
  if (event.target.matches('[data-submit]')) event.target.form.requestSubmit()
})

/** A form that was sent shows it, and is not sent twice. */
document.addEventListener('submit', (event) => {
  const form = event.target
  if (event.defaultPrevented || form.method === 'dialog' || form.method === 'get') return
  if (form.dataset.sent) return event.preventDefault()
  form.dataset.sent = 'yes'
  setTimeout(() => delete form.dataset.sent, 4_000)
  event.submitter?.classList.add('htmx-request')
})

addEventListener('pageshow', () => {
  for (const form of document.querySelectorAll('form[data-sent]')) delete form.dataset.sent
})
