/** Turns the pages of a slideshow that is made of links. */
const seconds = 6
let paused = matchMedia('(prefers-reduced-motion: reduce)').matches
let turning
let hiding
let lock

const slideshow = () => document.querySelector('[data-slideshow]')

function schedule() {
  clearTimeout(turning)
  const here = slideshow()
  if (!here) return
  here.querySelector('[data-pause]')?.setAttribute('aria-pressed', String(paused))
  if (paused) return
  const film = here.querySelector('video, audio')
  if (film) return film.addEventListener('ended', turn, { once: true })
  turning = setTimeout(turn, seconds * 1000)
}

function turn() {
  if (!paused && !document.hidden) slideshow()?.querySelector('[data-next-slide]').click()
  else if (!paused) turning = setTimeout(turn, 1000)
}

/** The screen of a slideshow stays on; where the browser cannot promise that, it just goes on. */
async function stayAwake() {
  if (!slideshow() || document.hidden || paused) return lock?.release()
  lock = await navigator.wakeLock?.request('screen').catch(() => undefined)
}

document.addEventListener('click', (event) => {
  if (event.target.closest('[data-pause]')) {
    paused = !paused
    schedule()
    stayAwake()
  }
  if (event.target.closest('[data-fullscreen]')) {
    if (document.fullscreenElement) document.exitFullscreen()
    else document.documentElement.requestFullscreen().catch(() => undefined)
  }
})

function awake() {
  document.documentElement.classList.remove('idle')
  clearTimeout(hiding)
  hiding = setTimeout(() => {
    if (!document.activeElement?.matches(':focus-visible')) {
      document.documentElement.classList.add('idle')
    }
  }, 3000)
}

if (slideshow()) {
  for (const event of ['pointermove', 'keydown', 'focusin']) document.addEventListener(event, awake)
  document.addEventListener('visibilitychange', stayAwake)
  document.addEventListener('htmx:after:swap', schedule)
  schedule()
  stayAwake()
  awake()
}
