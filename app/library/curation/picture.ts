import { placeholderUrl, thumbnailUrl } from '#library/gallery/addresses'
import { inPlainWords } from '#library/decoding/reasons'
import { canEmbed } from '#library/embedding/embedding'
import type Asset from '#library/models/asset'

/** What a browser shows by itself, so that 1:1 can be the original. */
const shown = /^image\/(jpeg|png|webp|gif|avif)$/

/** How an asset is shown on its page. */
export function pictureOf(asset: Asset) {
  const version = asset.sha256.slice(0, 8)
  const large = thumbnailUrl(asset, 2048)
  const original = `/library/${asset.id}/original?v=${version}`
  const turned = (asset.orientation ?? 1) >= 5
  return {
    kind: asset.kind,
    mime: asset.mime,
    alt: (asset.prompt || asset.fileName).slice(0, 300),
    width: (turned ? asset.height : asset.width) ?? 4,
    height: (turned ? asset.width : asset.height) ?? 3,
    placeholder: placeholderUrl(asset.placeholder),
    large,
    original,
    download: `${original}&download=yes`,
    /** A copy that says in itself how it was made. */
    embedded: canEmbed(asset) && asset.ai ? `${original}&metadata=embedded` : null,
    full: shown.test(asset.mime) && !asset.missingAt ? original : large,
    hasPicture: !!asset.placeholder || (asset.kind === 'image' && !asset.brokenReason),
    problems: problemsOf(asset),
  }
}

/** What is wrong with the file, in sentences. */
function problemsOf(asset: Asset) {
  const problems: { icon: string; text: string; detail?: string | null }[] = []
  if (asset.missingAt) {
    const text =
      'The file is not where it was. Everything known about it is kept; put the file back and it is found again.'
    problems.push({ icon: 'file-question-mark', text })
  }
  if (asset.brokenReason) {
    const { sentence, detail } = inPlainWords(asset.brokenReason)
    problems.push({ icon: 'image-off', text: sentence, detail })
  }
  return problems
}
