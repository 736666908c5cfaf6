import { constants } from 'node:fs'
import { access } from 'node:fs/promises'
import { resize } from '#library/decoding/decoder'
import { derivativePath } from '#library/derivatives/derivatives'
import { writeDerivative } from '#library/derivatives/writing'
import MakeDerivativeJob from '#library/jobs/make_derivative_job'
import type Asset from '#library/models/asset'
import { locateOriginal, openOriginal } from '#library/originals'

/**
 * Makes the WebP of this size unless it is there. Throws where the original cannot be read or
 * decoded, or is no longer the file whose content the picture would be named after.
 */
export async function makeDerivative(asset: Asset, size: number) {
  const path = derivativePath(asset.sha256, size)
  if (await exists(path)) return
  const original = await openOriginal(asset)
  await original?.handle.close()
  if (original && !original.unchanged) throw new Error('The file changed since it was imported.')
  const located = await locateOriginal(asset)
  if (!located) throw new Error('The source folder of this file is no longer known.')
  writeDerivative(path, await resize(located, asset.mime, size))
}

/** Has the worker make it. Asked again within a minute it is still the same wish. */
export async function makeDerivativeLater(asset: Pick<Asset, 'id' | 'sha256'>, size: number) {
  await MakeDerivativeJob.dispatch({ assetId: asset.id, size })
    .dedup({ id: `derivative-${asset.sha256}-${size}`, ttl: '1m' })
    .run()
}

const exists = (path: string) =>
  access(path, constants.R_OK).then(
    () => true,
    () => false
  )
