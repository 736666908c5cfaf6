import { Job } from '@adonisjs/queue'
import Asset from '#library/models/asset'
import { makeDerivative } from '#library/derivatives/making'

/** A preview somebody looks for right now. Lost, it is asked for again by the next look. */
export default class MakeDerivativeJob extends Job<{ assetId: number; size: number }> {
  static options = { name: 'library.make_derivative', maxRetries: 0 }

  async execute() {
    const asset = await Asset.find(this.payload.assetId)
    if (asset) await makeDerivative(asset, this.payload.size)
  }
}
