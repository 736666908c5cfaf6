import type { Embedded } from '#library/embedding/embedding'

/** An XMP packet of what is known: the text as a user comment, all of it under a name of our own. */
export function xmpPacket({ text, recipe }: Embedded): Buffer {
  const said = [
    text && `<exif:UserComment>${escaped(text)}</exif:UserComment>`,
    recipe && `<atelier:recipe>${escaped(recipe)}</atelier:recipe>`,
  ]
  return Buffer.from(
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>' +
      '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">' +
      '<rdf:Description rdf:about="" xmlns:exif="http://ns.adobe.com/exif/1.0/" xmlns:atelier="urn:atelier:recipe:1">' +
      `${said.filter(Boolean).join('')}</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="r"?>`
  )
}

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
