import { decodeText } from '#library/metadata/decoding'
import { emptyContainer, type Container } from '#library/metadata/containers/container'

/** CSS pixels of one unit. */
const units: Record<string, number> = {
  '': 1,
  'px': 1,
  'pt': 4 / 3,
  'pc': 16,
  'in': 96,
  'cm': 96 / 2.54,
  'mm': 96 / 25.4,
}

/** Size of an SVG from its root element; from the view box where width or height are missing or relative. */
export function readSvg(file: Buffer): Container {
  const svg = emptyContainer()
  const source = decodeText(file.subarray(0, 64 * 1024))
  const at = source.search(/<(?:\w{1,20}:)?svg[\s>]/i)
  if (at < 0) return { ...svg, warnings: ['The SVG has no root element.'] }
  const root = source.slice(at, source.indexOf('>', at) + 1 || undefined)
  const viewBox = (attribute(root, 'viewBox') ?? '')
    .trim()
    .split(/[\s,]+/)
    .map(Number)
  const [, , boxWidth, boxHeight] =
    viewBox.length === 4 && viewBox.every(Number.isFinite) ? viewBox : []
  const width = pixels(attribute(root, 'width'))
  const height = pixels(attribute(root, 'height'))
  svg.width = width ?? (height && boxWidth ? (height * boxWidth) / boxHeight : boxWidth)
  svg.height = height ?? (width && boxHeight ? (width * boxHeight) / boxWidth : boxHeight)
  svg.width = svg.width ? Math.round(svg.width) : undefined
  svg.height = svg.height ? Math.round(svg.height) : undefined
  svg.hasAlpha = true
  return svg
}

function attribute(root: string, name: string): string | undefined {
  return new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`)
    .exec(root)
    ?.slice(1)
    .find((value) => value !== undefined)
}

function pixels(length: string | undefined): number | undefined {
  const match = /^\s*(\d*\.?\d+)\s*([a-z]{0,2})\s*$/i.exec(length ?? '')
  const unit = match && units[match[2].toLowerCase()]
  return unit ? Number(match[1]) * unit || undefined : undefined
}
