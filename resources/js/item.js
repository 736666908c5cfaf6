document.addEventListener('click', (event) => {
  if (!event.target.closest('[data-info]')) return
  const item = document.querySelector('.item')
  if (matchMedia('(width < 64rem)').matches) return
  event.preventDefault()
  const hidden = item.classList.toggle('without-info')
  document.cookie = `info=${hidden ? 'hidden' : 'shown'}; path=/; max-age=34560000; samesite=lax`
})

/** In the form of one value Escape gives up and Ctrl+Enter saves; Enter alone is a new line of a prompt. */
document.addEventListener('keydown', (event) => {
  const form = event.target.closest?.('[data-fact-form]')
  if (!form) return
  if (event.key === 'Escape') form.querySelector('[data-cancel]').click()
  else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) form.requestSubmit()
  else return
  event.preventDefault()
  event.stopPropagation()
})

/** Chips: a comma adds what stands before it, Backspace in an empty field takes the last one away. */
document.addEventListener('keydown', (event) => {
  const input = event.target.closest?.('[data-chips-input]')
  if (!input || event.isComposing) return
  if (event.key === ',' && input.value.trim()) {
    event.preventDefault()
    input.form.requestSubmit()
  }
  if (event.key === 'Backspace' && !input.value) {
    const last = [...input.closest('.chips-field').querySelectorAll('[data-remove-chip]')].at(-1)
    last?.click()
  }
})

/** What was swapped in goes on where the person was. */
document.addEventListener('htmx:after:swap', () => {
  const opened = document.querySelector('[data-fact-form] [autofocus]')
  if (opened && !document.activeElement?.closest('[data-fact-form]')) {
    opened.focus()
    opened.setSelectionRange?.(opened.value.length, opened.value.length)
  }
})

let typedIn
document.addEventListener('htmx:before:request', ({ target }) => {
  const field = target.closest?.('#tags, #collections')
  typedIn = field && target.matches('form') ? field.id : undefined
})
document.addEventListener('htmx:after:swap', () => {
  if (!typedIn) return
  document.querySelector(`#${typedIn} .chips-add input:not([type=hidden])`)?.focus()
  typedIn = undefined
})
