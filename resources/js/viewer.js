const retries = [700, 1_500, 3_000, 6_000, 12_000]

for (const viewer of document.querySelectorAll('[data-viewer]')) {
  const picture = viewer.querySelector('.viewer-picture')
  if (picture) {
    waitForLarge(picture, 0)
    movable(viewer.querySelector('[data-frame]'))
  }
  addEventListener('load', () => setTimeout(prefetch, 300, viewer.dataset.prefetch), { once: true })
}

/** The server answers with the best it has and says when something better is on its way. */
async function waitForLarge(picture, attempt) {
  const answer = await fetch(picture.dataset.large, { method: 'HEAD', cache: 'no-store' }).catch(
    () => null
  )
  if (!answer?.ok) return
  if (!answer.headers.has('X-Thumbnail-Pending')) {
    if (attempt && !picture.closest('.zoomed'))
      picture.src = `${picture.dataset.large}&made=${attempt}`
    return
  }
  if (attempt < retries.length) setTimeout(waitForLarge, retries[attempt], picture, attempt + 1)
}

/** The neighbours' pictures, so that the next step shows at once. */
function prefetch(addresses) {
  for (const address of addresses.split(' ').filter(Boolean)) new Image().src = address
}

document.addEventListener('click', (event) => {
  const button = event.target.closest('[data-zoom]')
  const frame = button && document.querySelector('[data-frame]')
  if (!frame) return
  event.preventDefault()
  zoom(frame)
})

/** 1:1 and back; the point that was looked at stays in the middle. */
function zoom(frame, at = { x: 0.5, y: 0.5 }) {
  const picture = frame.querySelector('.viewer-picture')
  const zoomed = frame.classList.toggle('zoomed')
  picture.src = zoomed ? picture.dataset.full : picture.dataset.large
  document.querySelector('[data-zoom]')?.setAttribute('aria-pressed', String(zoomed))
  if (!zoomed) return
  frame.scrollLeft = at.x * frame.scrollWidth - frame.clientWidth / 2
  frame.scrollTop = at.y * frame.scrollHeight - frame.clientHeight / 2
}

/** A drag moves the zoomed picture, a double click zooms to what is under it. */
function movable(frame) {
  let from
  frame.addEventListener('dblclick', ({ target, offsetX, offsetY }) => {
    zoom(frame, { x: offsetX / target.clientWidth, y: offsetY / target.clientHeight })
  })
  frame.addEventListener('pointerdown', (event) => {
    if (!frame.classList.contains('zoomed') || event.pointerType !== 'mouse') return
    event.preventDefault()
    from = { x: event.clientX + frame.scrollLeft, y: event.clientY + frame.scrollTop }
    frame.setPointerCapture(event.pointerId)
  })
  frame.addEventListener('pointermove', (event) => {
    if (!from) return
    frame.scrollLeft = from.x - event.clientX
    frame.scrollTop = from.y - event.clientY
  })
  for (const end of ['pointerup', 'pointercancel'])
    frame.addEventListener(end, () => (from = undefined))
}
