import sharp, { type Metadata, type Sharp, type SharpOptions } from 'sharp'
import { pixelReaders } from '#start/decoding'
import type { Pixels } from '#library/decoding/pixels'
import { makePlaceholder } from '#library/decoding/placeholders'

sharp.cache(false)
sharp.concurrency(1)
sharp.block({ operation: ['VipsForeignLoad'] })
sharp.unblock({
  operation: ['Jpeg', 'Png', 'Webp', 'Heif', 'Nsgif', 'Tiff', 'Svg'].map(
    (format) => `VipsForeignLoad${format}`
  ),
})

export interface Picture {
  /** Pixels as stored, before the orientation is applied. */
  width: number
  height: number
  orientation: number
  frames: number
  /** Base64 of a BMP of some twenty pixels. */
  placeholder: string
  /** What start/decoding.ts reads of the thumbnail's pixels; null where they are not the whole picture's. */
  readings: Record<string, unknown> | null
  /** What the decoder grumbled about while the whole picture could be shown. */
  warning: string | null
  /** Why only a part of the picture could be decoded. */
  damage: string | null
}

/** No preview shows more frames than this, nor more pixels in all frames together. */
const mostFrames = 120
const mostAnimatedPixels = 60e6

type Header = Pick<Metadata, 'width' | 'height'> & Partial<Metadata>

/**
 * Decodes a picture in full, once, and makes everything that hangs on its pixels; the thumbnail is
 * upright, sRGB, animated where the picture is. Throws where it is damaged. `known` is the header of one with a single frame, where it was read already.
 */
export async function decodePicture(
  bytes: Buffer,
  mime: string,
  known?: Pick<Metadata, 'width' | 'height' | 'orientation'>
): Promise<{ picture: Picture; thumbnail: Buffer }> {
  const options = openOptions(mime)
  const header: Header = known ?? (await sharp(bytes, options).metadata())
  const { pixels, ...trouble } = await smallPixels(bytes, header, options)
  const frames = isAnimation(mime) ? (header.pages ?? 1) : 1
  const thumbnail = await (frames > 1 ? resizeAnimation(bytes, header, 320) : encode(pixels))
  const picture = {
    width: header.width,
    height: header.pageHeight ?? header.height,
    orientation: header.orientation ?? 1,
    frames,
    placeholder: makePlaceholder(pixels),
    readings: trouble.damage ? null : readPixels(pixels, bytes),
    ...trouble,
  }
  giveBack(pixels)
  return { picture, thumbnail }
}

/** As many pixels as the picture has when it stands upright, and the readings of its thumbnail. */
export interface MeasuredPicture {
  width: number
  height: number
  readings: Record<string, unknown>
}

/** The readings alone. Throws where less than the whole picture can be decoded. */
export async function measurePicture(bytes: Buffer, mime: string): Promise<MeasuredPicture> {
  const options = openOptions(mime)
  const header = await sharp(bytes, options).metadata()
  const { pixels, damage } = await smallPixels(bytes, header, options)
  if (damage) throw new Error(damage)
  const readings = readPixels(pixels, bytes)
  giveBack(pixels)
  const { width, height } = header.autoOrient
  return { width, height: header.pageHeight ?? height, readings }
}

/** Red, green, blue and opacity of every pixel, upright, after width and height. Throws where the picture is not whole. */
export async function allPixels(bytes: Buffer, mime: string) {
  const options = { ...openOptions(mime), failOn: 'error' as const, limitInputPixels: 50e6 }
  const { data, info } = await sharp(bytes, options)
    .autoOrient()
    .toColourspace('srgb')
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
  return Buffer.concat([Buffer.from(`${info.width} ${info.height} `), data])
}

/** A WebP whose longest edge is at most `size` px. */
export async function resizePicture(bytes: Buffer, mime: string, size: number): Promise<Buffer> {
  const options = openOptions(mime)
  const header = await sharp(bytes, options).metadata()
  if (isAnimation(mime) && (header.pages ?? 1) > 1) return resizeAnimation(bytes, header, size)
  return upright(bytes, header, size, { ...options, failOn: 'error' })
    .webp({ quality: 82, effort: 2 })
    .toBuffer()
}

function openOptions(mime: string): SharpOptions {
  return {
    limitInputPixels: mime === 'image/avif' || mime === 'image/heic' ? 50e6 : 100e6,
    failOn: 'none',
    pages: 1,
  }
}

const isAnimation = (mime: string) => mime === 'image/gif' || mime === 'image/webp'

/**
 * What libvips only warns of is tried a second time, so that slightly damaged
 * pictures are whole; of a badly damaged one the part that is there is shown.
 */
async function smallPixels(bytes: Buffer, header: Header, options: SharpOptions) {
  let trouble: string | null = null
  for (const failOn of ['warning', 'error', 'none'] as const) {
    try {
      const pixels = await toPixels(upright(bytes, header, 320, { ...options, failOn }))
      if (failOn === 'none') return { pixels, warning: null, damage: trouble }
      return { pixels, warning: trouble, damage: null }
    } catch (error) {
      if (failOn === 'none') throw error
      trouble = firstLine(error)
    }
  }
  throw new Error('unreachable')
}

async function toPixels(image: Sharp): Promise<Pixels> {
  const { data, info } = await image.raw().toBuffer({ resolveWithObject: true })
  return { data, width: info.width, height: info.height, channels: info.channels }
}

function upright(bytes: Buffer, header: Header, size: number, options: SharpOptions) {
  return sharp(bytes, { ...options, ...vectorDensity(header, size) })
    .autoOrient()
    .resize({ width: size, height: size, fit: 'inside', withoutEnlargement: true })
    .toColourspace('srgb')
}

/** A drawing has no size of its own: it is drawn as large as it is wanted. */
function vectorDensity(header: Header, size: number) {
  if (header.format !== 'svg') return {}
  const natural = (Math.max(header.width, header.height) * 72) / (header.density ?? 72)
  return { density: Math.min(2_400, Math.max(1, Math.ceil((72 * size) / Math.max(1, natural)))) }
}

async function resizeAnimation(bytes: Buffer, header: Header, size: number) {
  const frameSize = header.width * (header.pageHeight ?? header.height)
  const pages = Math.min(
    header.pages ?? 1,
    mostFrames,
    Math.max(1, Math.floor(mostAnimatedPixels / frameSize))
  )
  return sharp(bytes, { limitInputPixels: 100e6, failOn: 'error', pages })
    .resize({ width: size, height: size, fit: 'inside', withoutEnlargement: true })
    .toColourspace('srgb')
    .webp({ quality: 75, effort: 2 })
    .toBuffer()
}

const encode = ({ data, ...raw }: Pixels) =>
  sharp(data, { raw }).webp({ quality: 80, effort: 2 }).toBuffer()

function readPixels(pixels: Pixels, file: Buffer) {
  return Object.fromEntries(
    Object.entries(pixelReaders).map(([name, read]) => [name, read(pixels, file)])
  )
}

/**
 * Their memory is sharp's, and V8 counts it as its own: left to it, every twentieth picture has
 * it search its whole heap for garbage.
 */
const giveBack = ({ data }: Pixels) => (data.buffer as ArrayBuffer).transfer(0)

const firstLine = (error: unknown) => String((error as Error).message ?? error).split('\n')[0]
