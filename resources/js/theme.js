/** The choice is a cookie, so that the server draws the next page right from the start. */
document.addEventListener('click', (event) => {
  const button = event.target.closest('[data-theme-choice]')
  if (!button) return
  event.preventDefault()
  const theme = button.dataset.themeChoice
  document.cookie = `theme=${theme}; path=/; max-age=34560000; samesite=lax`
  document.documentElement.dataset.theme = theme
  for (const each of document.querySelectorAll('[data-theme-choice]')) {
    each.setAttribute('aria-pressed', String(each.dataset.themeChoice === theme))
  }
})
