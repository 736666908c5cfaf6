import sharp from 'sharp'

const limits = { limitInputPixels: 100e6, failOn: 'error' } as const

/** A PNG of the SVG; with a picture, the SVG laid over it, both in the SVG's size. */
export async function drawSvg(svg: string, picture?: Uint8Array): Promise<Buffer> {
  const drawn = sharp(Buffer.from(svg), limits)
  if (!picture) return drawn.png().toBuffer()
  const { width, height } = await drawn.metadata()
  return sharp(picture, limits)
    .resize(width, height, { fit: 'cover' })
    .composite([{ input: await drawn.png().toBuffer() }])
    .png()
    .toBuffer()
}
