/** The upload form, with its progress; without this file the browser sends it by itself. */
document.addEventListener('submit', (event) => {
  const form = event.target.closest?.('form[data-upload]')
  if (!form) return
  const files = chosenFiles(form)
  if (!files.length) return
  event.preventDefault()
  upload(form, files)
})

/**
 * Sends files with the choices of an upload form and opens the page of their
 * import. `files` are `{ file, path }`; the path keeps the folders they lay in.
 */
export function upload(form, files) {
  const body = new FormData()
  for (const field of form.elements) {
    const unchecked = field.type === 'checkbox' && !field.checked
    if (field.name && field.type !== 'file' && !unchecked) body.append(field.name, field.value)
  }
  for (const { file, path } of files) body.append('files', file, path)
  body.append('modified', JSON.stringify(files.map(({ file }) => file.lastModified)))
  send(form, body)
}

function chosenFiles(form) {
  return [...form.querySelectorAll('input[type=file]')].flatMap((input) =>
    [...input.files].map((file) => ({ file, path: file.webkitRelativePath || file.name }))
  )
}

/** fetch does not tell how much is sent. */
function send(form, body) {
  const request = new XMLHttpRequest()
  const shown = form.querySelector('[data-upload-progress]')
  const bar = shown?.querySelector('progress')
  const button = form.querySelector('[type=submit]')
  if (shown) shown.hidden = false
  if (button) button.disabled = true
  request.upload.addEventListener('progress', ({ loaded, total }) => {
    if (bar && total) bar.value = (100 * loaded) / total
  })
  request.addEventListener('load', () => {
    if (request.status < 400) location.assign(request.responseURL)
    else fail(request.status === 507 || request.status === 413 ? request.responseText : '')
  })
  request.addEventListener('error', () => fail(''))
  request.open('POST', form.action)
  request.send(body)

  function fail(text) {
    if (shown) shown.hidden = true
    if (button) button.disabled = false
    const detail = {
      tone: 'error',
      text: /^[^<]{1,300}$/.test(text)
        ? text
        : 'The upload did not arrive. Nothing was kept; try again.',
    }
    document.dispatchEvent(new CustomEvent('toast', { detail }))
  }
}
