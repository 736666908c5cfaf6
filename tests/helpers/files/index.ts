/**
 * Small real files for tests, built byte by byte with the metadata asked for:
 *
 *   png({ text: { parameters: 'a fox\nSteps: 20, …' } })
 *   await jpeg({ width: 40, exif: exif({ orientation: 6, userComment: '…' }) })
 *   await webp({ xmp: xmp({ 'dc:subject': ['fox'] }) })
 *   mp4({ duration: 3, tags: { comment: '{"prompt": …}' } })
 *
 * Pictures decode; films have headers only.
 */
export { exif, type ExifOptions } from '#tests/helpers/files/exif'
export { png, pngChunk, type PngOptions } from '#tests/helpers/files/png'
export { jpeg, jpegSegment, type JpegOptions } from '#tests/helpers/files/jpeg'
export { webp, type WebpOptions } from '#tests/helpers/files/webp'
export { box, mp4, webm, type FilmOptions } from '#tests/helpers/files/film'
export { c2pa, cbor, type C2paOptions } from '#tests/helpers/files/c2pa'
export { stealthPixels } from '#tests/helpers/files/stealth'
export { xmp } from '#tests/helpers/files/xmp'
