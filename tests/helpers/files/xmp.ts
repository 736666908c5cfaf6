/** An XMP packet: properties as attributes, lists (`dc:subject`) as bags. */
export function xmp(properties: Record<string, string | string[]>): string {
  const attributes = Object.entries(properties).filter(([, value]) => typeof value === 'string')
  const lists = Object.entries(properties).filter(([, value]) => Array.isArray(value)) as [
    string,
    string[],
  ][]
  const names = [...new Set(Object.keys(properties).map((name) => name.split(':')[0]))]
  return `<?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" ${names.map((name) => `xmlns:${name}="urn:test:${name}"`).join(' ')}
${attributes.map(([name, value]) => `${name}="${escaped(value as string)}"`).join('\n')}>
${lists.map(([name, values]) => `<${name}><rdf:Bag>${values.map((value) => `<rdf:li>${escaped(value)}</rdf:li>`).join('')}</rdf:Bag></${name}>`).join('\n')}
</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>`
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\n', '&#10;')
}
