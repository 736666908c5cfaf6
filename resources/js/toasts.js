const stay = { plain: 5_000, undo: 12_000, error: 15_000 }

export function showToast({ text, tone, changeId }) {
  const toast = document.getElementById('toast-template').content.cloneNode(true).firstElementChild
  toast.querySelector('p').textContent = text
  if (tone) toast.classList.add(tone)
  const undo = toast.querySelector('form')
  if (changeId && undo) {
    for (const name of ['action', 'hx-post']) {
      undo.setAttribute(name, undo.getAttribute(name).replace('change-id', changeId))
    }
    undo.hidden = false
  }
  document.getElementById('toasts').append(toast)
  htmx.process(toast)
  leaveLater(toast)
}

/** Goes by itself, but never from under the pointer or the focus, and errors take their time. */
function leaveLater(toast) {
  const undo = toast.querySelector('form:not([hidden])')
  const time = toast.matches('.error') ? stay.error : undo ? stay.undo : stay.plain
  const leave = () => {
    if (toast.matches(':hover, :focus-within')) return setTimeout(leave, 2_000)
    toast.remove()
  }
  setTimeout(leave, time)
}

document.addEventListener('toast', ({ detail }) => showToast(detail))

/** What was undone is not undone again. */
document.addEventListener('htmx:after:swap', ({ target }) => {
  if (target.matches?.('.toast form')) setTimeout(() => target.closest('.toast').remove(), 50)
})

document.addEventListener('click', (event) => {
  event.target.closest('[data-dismiss]')?.closest('.toast').remove()
})

for (const toast of document.querySelectorAll('#toasts .toast')) leaveLater(toast)
