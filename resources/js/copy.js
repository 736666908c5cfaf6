import { showToast } from './toasts.js'

document.addEventListener('click', async (event) => {
  const button = event.target.closest('[data-copy]')
  if (!button) return
  event.preventDefault()
  const copied = await copy(button.dataset.copy)
  showToast(
    copied ? { text: button.dataset.copied ?? 'Copied' } : { text: 'Could not copy', tone: 'error' }
  )
})

/** Browsers give no clipboard to pages of a home network without https; a selection can be copied all the same. */
async function copy(text) {
  if (navigator.clipboard) {
    return navigator.clipboard.writeText(text).then(
      () => true,
      () => false
    )
  }
  const field = document.createElement('textarea')
  field.value = text
  field.className = 'visually-hidden'
  document.body.append(field)
  field.select()
  const copied = document.execCommand('copy')
  field.remove()
  return copied
}
