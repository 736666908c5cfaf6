/** A picture offered beside a field becomes its value; where the field takes several, one more or one less of its lines. */
document.addEventListener('click', (event) => {
  const choice = event.target.closest('[data-pick]')
  const picker = choice?.closest('[data-pick-for]')
  const field = picker && document.getElementById(picker.dataset.pickFor)
  if (!field) return
  field.value = changed(field, choice.dataset.pick)
  field.dispatchEvent(new Event('input', { bubbles: true }))
  mark(picker, field)
})

document.addEventListener('htmx:after:swap', () => {
  for (const picker of document.querySelectorAll('[data-pick-for][open]')) {
    mark(picker, document.getElementById(picker.dataset.pickFor))
  }
})

function changed(field, picked) {
  const lines = linesOf(field)
  if (field.tagName !== 'TEXTAREA') return lines.includes(picked) ? '' : picked
  const others = lines.filter((line) => line !== picked)
  return (others.length < lines.length ? others : [...lines, picked]).join('\n')
}

function mark(picker, field) {
  const lines = linesOf(field)
  for (const choice of picker.querySelectorAll('[data-pick]')) {
    choice.setAttribute('aria-pressed', String(lines.includes(choice.dataset.pick)))
  }
}

const linesOf = (field) =>
  field.value
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
