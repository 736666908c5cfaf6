/** 83.4 → '1:23', 3700 → '1:01:40'. */
export function readableDuration(seconds: number) {
  const whole = Math.round(seconds)
  const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60]
  const shown = parts[0] ? parts : parts.slice(1)
  return shown.map((part, index) => (index ? String(part).padStart(2, '0') : part)).join(':')
}

/** Bytes as people write them: 1,234,567 → '1.2 MB'. */
export function readableSize(bytes: number) {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB']
  let unit = 0
  let value = bytes
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000
    unit++
  }
  return `${value >= 100 || !unit ? Math.round(value) : value.toFixed(1)} ${units[unit]}`
}

/** Made once: `toLocaleString` makes one for every number. */
const english = new Intl.NumberFormat('en')

/** 1000 (capped) → '1,000+'. */
export function readableCount(count: number, capped = false) {
  return english.format(count) + (capped ? '+' : '')
}
