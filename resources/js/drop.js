import { upload } from './uploading.js'

/** Files dropped anywhere on a page go the way of the upload form; folders keep their paths. */
const zone = () => document.getElementById('drop-target')
const form = () => document.querySelector('main form[data-upload]') ?? zone()?.querySelector('form')

let depth = 0

const carriesFiles = (event) => form() && event.dataTransfer?.types.includes('Files')

document.addEventListener('dragenter', (event) => {
  if (!carriesFiles(event)) return
  depth++
  zone().hidden = false
})

document.addEventListener('dragleave', (event) => {
  if (carriesFiles(event) && --depth <= 0) leave()
})

document.addEventListener('dragover', (event) => {
  if (carriesFiles(event)) event.preventDefault()
})

document.addEventListener('drop', async (event) => {
  if (!carriesFiles(event)) return
  event.preventDefault()
  const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry?.())
  const loose = [...event.dataTransfer.files].map((file) => ({ file, path: file.name }))
  const files = entries.every(Boolean) ? (await Promise.all(entries.map(filesOf))).flat() : loose
  if (!files.length) return leave()
  zone().classList.add('sending')
  upload(form(), files)
})

document.addEventListener('toast', ({ detail }) => {
  if (detail.tone === 'error' && zone()) leave()
})

function leave() {
  depth = 0
  zone().hidden = true
  zone().classList.remove('sending')
}

/** The files of an entry and of everything below it. A folder is read a hundred entries at a time. */
async function filesOf(entry) {
  if (entry.isFile) {
    const file = await new Promise((resolve, reject) => entry.file(resolve, reject))
    return [{ file, path: entry.fullPath.replace(/^\//, '') }]
  }
  const reader = entry.createReader()
  const found = []
  for (;;) {
    const page = await new Promise((resolve, reject) => reader.readEntries(resolve, reject))
    if (!page.length) break
    found.push(...(await Promise.all(page.map(filesOf))))
  }
  return found.flat()
}
