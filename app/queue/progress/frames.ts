import edge from 'edge.js'

/** What a stream sends: fragments with the place they go to, and events upon which the page asks itself. */

export const partial = (target: string, swap: string, html: string) =>
  `<hx-partial hx-target="${target}" hx-swap="${swap}">${html}</hx-partial>`

/** Replaced with every message; where no message comes any more, it asks instead. */
export const pulse = async (href: string, target: string) =>
  partial('#pulse', 'outerHTML', await edge.render('queue/runs/_pulse', { href, target }))

export const data = (html: string) => `data: ${html.replace(/\s*\n\s*/g, ' ')}\n\n`

export const event = (name: string) => `event: ${name}\ndata: .\n\n`
