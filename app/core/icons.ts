import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)
const drawings = new Map<string, string>()

/**
 * The SVG of a lucide icon, read once per process. Decoration unless it has a
 * label of its own. Throws for a name lucide does not have.
 */
export function svgIcon(name: string, label?: string) {
  let drawing = drawings.get(name)
  if (!drawing) drawings.set(name, (drawing = shapesOf(name)))
  const meaning = label ? `role="img" aria-label="${escape(label)}"` : 'aria-hidden="true"'
  return `<svg class="icon" viewBox="0 0 24 24" ${meaning}>${drawing}`
}

/** What stands in the SVG, up to its end. */
function shapesOf(name: string) {
  if (!/^[a-z0-9-]+$/.test(name)) throw new Error(`"${name}" is not the name of an icon`)
  const source = readFileSync(require.resolve(`lucide-static/icons/${name}.svg`), 'utf8')
  const shapes = source.slice(source.indexOf('>', source.indexOf('<svg')) + 1)
  return shapes.replace(/\s+/g, ' ').trim()
}

function escape(text: string) {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)
}
