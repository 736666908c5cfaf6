/** While somebody types only the summary comes back: what is wrong is put beside the fields from there. */
document.addEventListener('htmx:after:swap', () => {
  const form = document.getElementById('order-form')
  if (!form) return
  const told = new Map()
  for (const problem of form.querySelectorAll('#order-summary [data-problem]')) {
    told.set(problem.dataset.problem, problem.dataset.text)
  }
  for (const control of form.querySelectorAll('[aria-invalid]')) {
    if (!told.has(control.name)) clear(control)
  }
  for (const [name, text] of told) {
    const control = [...form.elements].findLast((element) => element.name === name)
    if (control?.closest('.field')) say(control, text)
  }
})

function say(control, text) {
  const id = `${control.id}-error`
  const line = document.getElementById(id) ?? document.createElement('p')
  Object.assign(line, { id, className: 'error', textContent: text })
  control.closest('.field').append(line)
  control.setAttribute('aria-invalid', 'true')
  describe(control, (ids) => ids.add(id))
}

function clear(control) {
  const id = `${control.id}-error`
  document.getElementById(id)?.remove()
  control.removeAttribute('aria-invalid')
  describe(control, (ids) => ids.delete(id))
}

function describe(control, change) {
  const ids = new Set((control.getAttribute('aria-describedby') ?? '').split(' ').filter(Boolean))
  change(ids)
  if (ids.size) control.setAttribute('aria-describedby', [...ids].join(' '))
  else control.removeAttribute('aria-describedby')
}
