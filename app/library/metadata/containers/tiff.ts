import { emptyContainer, type Container } from '#library/metadata/containers/container'
import { readExif } from '#library/metadata/containers/exif'

/** A TIFF file is one EXIF block; its tags are kept as JSON, for the pixels lie among them. */
export function readTiff(file: Buffer): Container {
  const tiff = emptyContainer()
  const exif = readExif(file)
  if (!exif?.pages) return { ...tiff, warnings: ['The TIFF has no readable directory.'] }
  const { xmp, iptc, width, height, alpha, pages, ...tags } = exif
  tiff.width = width
  tiff.height = height
  tiff.hasAlpha = alpha
  tiff.frames = pages > 1 ? pages : undefined
  const body = Buffer.from(JSON.stringify(tags))
  tiff.chunks.push({ container: 'exif', keyword: 'tags', body })
  if (xmp) tiff.chunks.push({ container: 'xmp', keyword: 'xmp', body: xmp })
  if (iptc) tiff.chunks.push({ container: 'iptc', keyword: 'iptc', body: iptc })
  return tiff
}
