const longest = 5_000
const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', nbsp: ' ' }

/** What a provider writes about a model, without its markup; it is shown as text in any case. */
export function plainText(html: string | null | undefined) {
  const text = (html ?? '')
    .slice(0, 10 * longest)
    .replace(/<(?:br|\/p|\/li|\/h\d|\/div)[^>]*>/gi, '\n')
    .replace(/<\/?[a-z][^<>]*>/gi, '')
    .replace(/&(amp|lt|gt|quot|nbsp);/g, (_, name: string) => entities[name])
    .replace(/&#0*39;/g, "'")
    .replace(/[ \t]+\n/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
  return text ? text.slice(0, longest) : null
}
