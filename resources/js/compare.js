const most = 32

for (const comparison of document.querySelectorAll('[data-compare]')) linked(comparison)

/** Zoom and place are two numbers and a factor on the whole, so that both pictures always show the same part. */
function linked(comparison) {
  const stage = comparison.querySelector('.compare-stage')
  const at = { scale: 1, x: 0, y: 0 }
  let from

  function show() {
    const reach = (at.scale - 1) / 2
    at.x = clamp(at.x, -reach, reach)
    at.y = clamp(at.y, -reach, reach)
    for (const [name, value] of Object.entries(at))
      comparison.style.setProperty(`--compare-${name}`, value)
    comparison.classList.toggle('zoomed', at.scale > 1)
  }

  /** `point` is what stays in place, in shares of the frame from its middle. */
  function zoom(factor, point = { x: 0, y: 0 }) {
    const before = at.scale
    at.scale = clamp(before * factor, 1, most)
    at.x = point.x - ((point.x - at.x) * at.scale) / before
    at.y = point.y - ((point.y - at.y) * at.scale) / before
    show()
  }

  stage.addEventListener(
    'wheel',
    (event) => {
      const frame = event.target.closest('.compare-frame')
      if (!frame || !(event.ctrlKey || event.metaKey || at.scale > 1)) return
      event.preventDefault()
      zoom(2 ** (-event.deltaY / 300), pointIn(frame, event))
    },
    { passive: false }
  )
  stage.addEventListener('dblclick', (event) => {
    const frame = event.target.closest('.compare-frame')
    if (frame) zoom(at.scale > 1 ? 1 / at.scale : 4, pointIn(frame, event))
  })
  stage.addEventListener('pointerdown', (event) => {
    const frame = event.target.closest('.compare-frame')
    if (!frame || at.scale === 1) return
    from = { ...at, ...pointIn(frame, event), frame, startX: at.x, startY: at.y }
    stage.setPointerCapture(event.pointerId)
  })
  stage.addEventListener('pointermove', (event) => {
    if (!from) return
    const point = pointIn(from.frame, event)
    at.x = from.startX + point.x - from.x
    at.y = from.startY + point.y - from.y
    show()
  })
  for (const end of ['pointerup', 'pointercancel'])
    stage.addEventListener(end, () => (from = undefined))

  document.addEventListener('click', ({ target }) => {
    const way = target.closest('[data-compare-zoom]')?.dataset.compareZoom
    if (way) zoom({ in: 1.5, out: 1 / 1.5, whole: 1 / at.scale }[way])
  })
  comparison.querySelector('[data-compare-slide]')?.addEventListener('input', ({ target }) => {
    comparison.style.setProperty('--compare-slide', `${target.value}%`)
  })
}

function pointIn(frame, { clientX, clientY }) {
  const { left, top, width, height } = frame.getBoundingClientRect()
  return { x: (clientX - left) / width - 0.5, y: (clientY - top) / height - 0.5 }
}

const clamp = (value, least, greatest) => Math.min(Math.max(value, least), greatest)
