import { deflateSync, gzipSync } from 'node:zlib'
import { buffer } from 'node:stream/consumers'
import type { Readable } from 'node:stream'
import sharp from 'sharp'
import { ZipFile } from 'yazl'
import { png, pngChunk } from '#tests/helpers/files/index'

export interface Crafted {
  name: string
  bytes: Buffer
}

/** Where what a file refers to leads: a server that counts, and a file outside that is not ours to read. */
export interface Bait {
  url: string
  path: string
}

/**
 * Files made to do harm, beyond those of `../shared/corpora`: what a browser would run, under
 * every name it could come by; what is two things at once; what grows when it is read; what
 * ends too early; and archives that lead elsewhere.
 */
export async function craftedFiles(bait: Bait): Promise<Crafted[]> {
  return [
    ...disguised(bait),
    ...(await polyglots()),
    ...(await oversized()),
    ...(await truncated()),
    ...(await archives(bait)),
  ]
}

const svg = (inside: string, attributes = '') =>
  `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="32" height="32"${attributes}>${inside}<rect width="32" height="32"/></svg>`

/** What a browser or a reader of pictures would act upon. */
function active({ url, path }: Bait): Record<string, string | Buffer> {
  const entity = `<!DOCTYPE svg [<!ENTITY bait SYSTEM "file://${path}">]>`
  const laughs = Array.from(
    { length: 9 },
    (_, i) => `<!ENTITY l${i + 1} "${`&l${i};`.repeat(10)}">`
  )
  return {
    'page': '<!doctype html><script>document.title="run"</script>',
    'page after blanks': `${' '.repeat(600)}<html><body onload=alert(1)>`,
    'page in UTF-16': Buffer.from('\ufeff<html><script>alert(1)</script>', 'utf16le'),
    'page without a doctype': '<a href="javascript:alert(1)">x</a><iframe src=//evil.example>',
    'XHTML':
      '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><script>1</script></html>',
    'style sheet of XML': '<?xml version="1.0"?><?xml-stylesheet type="text/xsl" href="#x"?><x/>',
    'script': 'alert(document.cookie)',
    'MHTML': 'MIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n<script>alert(1)</script>',
    'PDF': '%PDF-1.4\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj',
    'Flash': Buffer.concat([Buffer.from('CWS\x0a'), deflateSync('alert')]),
    'shell script': '#!/bin/sh\ntouch /tmp/run\n',
    'program': Buffer.concat([Buffer.from('\x7fELF\x02\x01\x01', 'latin1'), Buffer.alloc(64)]),
    'PHP': '<?php system($_GET["c"]); ?>',
    'playlist': `#EXTM3U\n#EXTINF:1,\n${url}\n#EXTINF:1,\nfile://${path}\n`,
    'list for ffmpeg': `ffconcat version 1.0\nfile '${path}'\n`,
    'list for ImageMagick': `push graphic-context\nimage over 0,0 0,0 'url(${url})'\npop graphic-context`,
    'SVG with a script': svg('<script>alert(1)</script>'),
    'SVG with a handler': svg('<image href="x" onerror="alert(1)"/>', ' onload="alert(1)"'),
    'SVG with a page': svg(
      '<foreignObject><body xmlns="http://www.w3.org/1999/xhtml"><script>1</script></body></foreignObject>'
    ),
    'SVG that fetches': svg(
      `<image xlink:href="${url}/a.png" width="9" height="9"/><use href="${url}/b.svg#x"/>`
    ),
    'SVG that reads': svg(`<image xlink:href="file://${path}" width="32" height="32"/>`),
    'SVG with a style': svg(`<style>@import url(${url}); * { fill: url(${url}#x) }</style>`),
    'SVG with an entity': entity + svg('<text y="20">&bait;</text>'),
    'SVG that grows': `<!DOCTYPE svg [<!ENTITY l0 "lol">${laughs.join('')}]>${svg('<text>&l9;</text>')}`,
    'SVG of SVGs': svg('<use href="#a"/><g id="a"><use href="#a"/></g>'),
    'SVG that is huge':
      '<svg xmlns="http://www.w3.org/2000/svg" width="999999999" height="999999999"/>',
  }
}

/** Each under its own kind of name, under that of a picture, and under one that is two. */
function disguised(bait: Bait): Crafted[] {
  const names = ['.jpg', '.png', '.svg', '.html', '.gif.html', '.webp']
  return Object.entries(active(bait)).flatMap(([what, content]) =>
    /** The same bytes twice would be one item. */
    names.map((ending, at) => ({
      name: `${what}${ending}`,
      bytes: Buffer.concat([Buffer.from(content), Buffer.alloc(at, '\n')]),
    }))
  )
}

const page = Buffer.from('<html><script>alert(document.domain)</script></html>')

/** Pictures that are pages, scripts or archives, too. */
async function polyglots(): Promise<Crafted[]> {
  const small = sharp({ create: { width: 8, height: 8, channels: 3, background: '#f00' } })
  const [jpegBytes, gif, webp] = await Promise.all([
    small.clone().jpeg().toBuffer(),
    small.clone().gif().toBuffer(),
    small.clone().webp().toBuffer(),
  ])
  const zip = await zipOf({ 'a.html': page })
  const comment = (bytes: Buffer) => {
    const segment = Buffer.alloc(4)
    segment.writeUInt16BE(0xfffe, 0)
    segment.writeUInt16BE(bytes.length + 2, 2)
    return Buffer.concat([jpegBytes.subarray(0, 2), segment, bytes, jpegBytes.subarray(2)])
  }
  const script = Buffer.from('GIF89a/*', 'latin1')
  return [
    {
      name: 'script.gif',
      bytes: Buffer.concat([script, gif.subarray(6), Buffer.from('*/=1;alert(1)')]),
    },
    { name: 'comment.jpg', bytes: comment(page) },
    { name: 'comment.html', bytes: comment(page) },
    {
      name: 'pdf.jpg',
      bytes: comment(Buffer.from('%PDF-1.4 1 0 obj<</S/JavaScript/JS(1)>>endobj')),
    },
    { name: 'tail.jpg', bytes: Buffer.concat([jpegBytes, page]) },
    { name: 'tail.htm', bytes: Buffer.concat([jpegBytes, page]) },
    { name: 'tail.gif', bytes: Buffer.concat([gif, page]) },
    { name: 'tail.webp', bytes: Buffer.concat([webp, page]) },
    { name: 'tail.svg', bytes: Buffer.concat([gif, Buffer.from(svg('<script>1</script>'))]) },
    { name: 'archive.png', bytes: Buffer.concat([png({}), zip]) },
    { name: 'archive.jar', bytes: Buffer.concat([jpegBytes, zip]) },
    { name: 'text.png', bytes: png({ text: { parameters: String(page), prompt: String(page) } }) },
    { name: 'before.png', bytes: Buffer.concat([page, png({})]) },
  ]
}

const huge = (width: number, height: number) => {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([1, 0, 0, 0, 0], 8)
  const rows = deflateSync(Buffer.alloc(1_000_000))
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    pngChunk('IHDR', header),
    pngChunk('IDAT', rows),
    pngChunk('IEND', Buffer.alloc(0)),
  ])
}

/** Small files that say they are large, or become so. */
async function oversized(): Promise<Crafted[]> {
  const gif = Buffer.from('GIF89a\xff\xff\xff\xff\x80\x00\x00\x00\x00\x00\xff\xff\xff', 'latin1')
  const bomb = deflateSync(Buffer.alloc(100_000_000, 'a'))
  const zeros = await zipOf({ 'zeros.png': Buffer.alloc(60_000_000) })
  return [
    { name: 'wide.png', bytes: huge(0x7fffffff, 1) },
    { name: 'tall.png', bytes: huge(1, 0x7fffffff) },
    { name: 'square.png', bytes: huge(65_535, 65_535) },
    { name: 'nothing.png', bytes: huge(0, 0) },
    { name: 'screen.gif', bytes: gif },
    {
      name: 'words.png',
      bytes: withChunk('zTXt', Buffer.concat([Buffer.from('parameters\0\0'), bomb])),
    },
    { name: 'profile.png', bytes: withChunk('iCCP', Buffer.concat([Buffer.from('a\0\0'), bomb])) },
    {
      name: 'long.png',
      bytes: withChunk(
        'tEXt',
        Buffer.concat([Buffer.from('prompt\0'), Buffer.alloc(5_000_000, '[')])
      ),
    },
    { name: 'zeros.zip', bytes: zeros },
    { name: 'drawing.svgz', bytes: gzipSync(svg(' '.repeat(50_000_000))) },
  ]
}

function withChunk(type: string, body: Buffer) {
  const plain = png({})
  return Buffer.concat([plain.subarray(0, 33), pngChunk(type, body), plain.subarray(33)])
}

/** Each kind of picture, cut off here and there. */
async function truncated(): Promise<Crafted[]> {
  const noise = sharp(Buffer.alloc(96 * 96 * 3, 'noise'), {
    raw: { width: 96, height: 96, channels: 3 },
  })
  const whole = {
    jpg: await noise.clone().jpeg().toBuffer(),
    png: await noise.clone().png().toBuffer(),
    gif: await noise.clone().gif().toBuffer(),
    webp: await noise.clone().webp().toBuffer(),
    tif: await noise.clone().tiff().toBuffer(),
    avif: await noise.clone().avif({ effort: 0 }).toBuffer(),
  }
  return Object.entries(whole).flatMap(([ending, bytes]) =>
    [1, 12, bytes.length >> 1, bytes.length - 3].map((length) => ({
      name: `cut at ${length}.${ending}`,
      bytes: bytes.subarray(0, length),
    }))
  )
}

/** Archives whose entries lead out of where they are unpacked. */
async function archives({ path }: Bait): Promise<Crafted[]> {
  const escapes = [
    '../out.png',
    '../../../../../../tmp/out.png',
    '/tmp/out.png',
    path,
    '..\\..\\out.png',
    'C:\\out.png',
    '\\\\server\\share\\out.png',
    'a/../../out.png',
    './../out.png',
    'a//..//..//out.png',
    '..%2f..%2fout.png',
    '%2e%2e/out.png',
    'con.png',
    'a\u0000.png/../../out.png',
    '~/out.png',
    'a/'.repeat(500) + 'out.png',
    '\u202egnp.txt',
    '<img src=x onerror=alert(1)>.png',
  ]
  const slips = await Promise.all(
    escapes.map(async (name, at) => ({
      name: `slip ${at}.zip`,
      bytes: await zipNamed(name, png({ text: { at: String(at) } })),
    }))
  )
  const inner = await zipOf({ 'inner.zip': await zipOf({ 'a.png': png({}) }) })
  return [
    ...slips,
    { name: 'nested.zip', bytes: inner },
    { name: 'links.zip', bytes: await zipOf({ link: Buffer.from(path) }, 0o120777) },
    { name: 'pipes.zip', bytes: await zipOf({ 'pipe.png': Buffer.alloc(0) }, 0o010644) },
    { name: 'torn.zip', bytes: inner.subarray(0, inner.length - 30) },
    { name: 'zip.png', bytes: inner },
    {
      name: 'many.zip',
      bytes: await zipOf(
        Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`${i}.txt`, page]))
      ),
    },
  ]
}

function zipOf(entries: Record<string, Buffer>, mode = 0o100644) {
  const zip = new ZipFile()
  for (const [name, bytes] of Object.entries(entries)) zip.addBuffer(bytes, name, { mode })
  zip.end()
  return buffer(zip.outputStream as unknown as Readable)
}

/** yazl writes no name that leads elsewhere: one as long is written, and then changed where it stands. */
async function zipNamed(name: string, bytes: Buffer) {
  const wanted = Buffer.from(name)
  const stand = Buffer.alloc(wanted.length, 'x')
  const zip = await zipOf({ [String(stand)]: bytes })
  for (let at = zip.indexOf(stand); at >= 0; at = zip.indexOf(stand, at + 1)) wanted.copy(zip, at)
  return zip
}
