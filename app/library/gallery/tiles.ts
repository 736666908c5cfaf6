import { assetUrl, placeholderUrl, thumbnailUrl } from '#library/gallery/addresses'
import { readableDuration, readableSize } from '#library/gallery/readable'
import type { TileRow } from '#library/search/tiles'
import { inPlainWords } from '#library/decoding/reasons'

/** One picture of the gallery, ready to be written down: a page has sixty of them. */
export interface Tile {
  id: number
  href: string
  name: string
  alt: string
  width: number
  height: number
  small: string
  large: string
  placeholder: string | null
  hasThumbnail: boolean
  icon: string
  duration: string | null
  animated: boolean
  rating: number
  favorite: boolean
  private: boolean
  locked: boolean
  isMarked: boolean
  missing: boolean
  brokenReason: string | null
  /** Whether anything but its marks is shown on it. */
  hasBadges: boolean
  row: TileRow
  size: string
  pixels: string
}

export function tileOf(row: TileRow, q: string): Tile {
  const turned = (row.orientation ?? 1) >= 5
  const width = (turned ? row.height : row.width) || 4
  const height = (turned ? row.width : row.height) || (row.kind === 'audio' ? 4 : 3)
  return {
    id: row.id,
    href: assetUrl(row.id, q),
    name: row.fileName,
    alt: row.promptSnippet || row.fileName,
    width,
    height,
    small: thumbnailUrl(row, 320),
    large: thumbnailUrl(row, 640),
    placeholder: placeholderUrl(row.placeholder),
    hasThumbnail: !!row.placeholder,
    icon: icons[row.kind],
    duration: row.duration ? readableDuration(row.duration) : null,
    animated: row.kind === 'image' && (row.frames ?? 1) > 1,
    rating: row.rating ?? 0,
    favorite: row.favorite,
    private: row.visibility === 'private',
    locked: !!row.lockedAt,
    isMarked: !!row.rating || row.favorite,
    missing: !!row.missingAt,
    brokenReason: row.brokenReason && inPlainWords(row.brokenReason).sentence,
    hasBadges:
      !!(row.brokenReason || row.missingAt || row.lockedAt || row.duration) ||
      row.visibility === 'private' ||
      (row.frames ?? 1) > 1,
    row,
    size: readableSize(row.size),
    pixels: row.width ? `${row.width} × ${row.height}` : '',
  }
}

const icons = { image: 'image', video: 'film', audio: 'music' }
