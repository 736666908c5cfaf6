import type { HttpContext } from '@adonisjs/core/http'

export const themes = [
  { value: 'auto', label: 'Auto', icon: 'monitor' },
  { value: 'light', label: 'Light', icon: 'sun' },
  { value: 'dark', label: 'Dark', icon: 'moon' },
] as const

/** The theme kept in this browser; the script of the page writes the same cookie. */
export function chosenTheme(request: HttpContext['request']) {
  const kept = request.plainCookie('theme', { encoded: false })
  return themes.find((theme) => theme.value === kept)?.value ?? 'auto'
}
