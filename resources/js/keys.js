import { isFor, keysFor } from '../../app/core/keys.ts'

/** As this person wants them. */
const table = keysFor(
  JSON.parse(document.querySelector('[data-own-keys]')?.dataset.ownKeys ?? '{}')
)

/** Those that mean something on this page. */
function here() {
  const isDuplicates = location.pathname.startsWith('/duplicates')
  return table.filter(({ group }) => isFor(group, isDuplicates))
}

/** By which elements know what was pressed; null where it was given to something else. */
function usualOf(pressed) {
  const keys = here()
  const found = keys.find((key) => key.keys === pressed)
  if (found) return found.usual
  return keys.some(({ usual }) => usual === pressed) ? null : pressed
}

let begun = ''
let forgetting

document.addEventListener('keydown', (event) => {
  if (event.defaultPrevented || inField(event.target)) return
  if (event.metaKey || event.altKey) return
  const pressed = nameOf(event)
  if (pressed === 'Ctrl+K')
    return open(event, () => document.dispatchEvent(new CustomEvent('palette')))
  if (event.ctrlKey || document.querySelector('dialog[open]')) return

  if (begun) {
    const sequence = `${begun} ${pressed}`
    forget()
    return press(event, usualOf(sequence))
  }
  if (offers(pressed).length) return begin(event, pressed)
  const usual = usualOf(pressed)
  if (usual === '?') return open(event, showKeys)
  if (pressed === 'Enter' && event.target.closest('a, button, summary, select')) return
  press(event, usual)
})

/** The name the table has for it. */
function nameOf({ key, ctrlKey, shiftKey }) {
  if (ctrlKey && key.length === 1) return `Ctrl+${key.toUpperCase()}`
  if (key === 'ArrowLeft' && !shiftKey) return '←'
  if (key === 'ArrowRight' && !shiftKey) return '→'
  if (key === ' ') return 'Space'
  if (shiftKey && /^[A-Z]$/.test(key)) return `Shift+${key}`
  return key
}

export function inField(element) {
  return element.closest?.(
    'input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable=true]'
  )
}

/** What is done to tiles, the selection does; it says so by taking the key. */
function press(event, keys) {
  if (keys === null) return
  const detail = { keys, target: event.target }
  if (!document.dispatchEvent(new CustomEvent('key', { detail, cancelable: true })))
    return event.preventDefault()
  const target = targetOf(keys)
  const href = here().find(({ usual }) => usual === keys)?.href
  if (!target && !href) return
  event.preventDefault()
  if (!target) return location.assign(href)
  if (target.matches('input:not([type=checkbox], [type=submit]), textarea, select')) {
    target.focus()
    return target.select?.()
  }
  target.click()
}

function targetOf(keys) {
  const found = [...document.querySelectorAll(`[data-key="${CSS.escape(keys)}"]`)]
  return found.find((element) => element.checkVisibility() && !element.disabled) ?? found[0]
}

/** A sequence is offered where this page can follow it: a place of the rail, or an element here. */
function offers(first) {
  return here().filter(({ keys, usual, href }) => {
    return keys.startsWith(`${first} `) && (href ? leads(href) : targetOf(usual))
  })
}

function leads(href) {
  return document.querySelector(`a[href="${href}"]`)
}

function begin(event, first) {
  event.preventDefault()
  begun = first
  const hint = document.getElementById('key-hint')
  hint.replaceChildren(...offers(first).map(({ keys, label }) => line(keys.split(' ')[1], label)))
  hint.hidden = false
  forgetting = setTimeout(forget, 1_800)
}

function forget() {
  clearTimeout(forgetting)
  begun = ''
  document.getElementById('key-hint').hidden = true
}

function line(keys, label) {
  const row = document.createElement('div')
  row.className = 'key-line'
  const key = document.createElement('kbd')
  key.textContent = keys
  row.append(key, ' ', label)
  return row
}

function open(event, show) {
  event.preventDefault()
  show()
}

function showKeys() {
  const dialog = document.getElementById('keys-dialog')
  const list = dialog.querySelector('[data-key-list]')
  if (!list.firstChild) {
    for (const [group, keys] of Map.groupBy(table, (key) => key.group)) {
      const section = document.createElement('section')
      const title = document.createElement('h3')
      title.textContent = group
      const led = keys.filter(({ href }) => !href || leads(href))
      section.append(title, ...led.map((key) => line(key.keys, key.label)))
      list.append(section)
    }
  }
  dialog.showModal()
}

document.addEventListener('click', (event) => {
  if (!event.target.closest('[data-shows-keys]')) return
  event.preventDefault()
  showKeys()
})
