import { seed, text } from '#library/metadata/values'
import type { Found } from '#library/metadata/found'
import type { Parser } from '#library/metadata/parsers/parser'

const flagNames =
  'ar|aspect|v|version|niji|s|stylize|c|chaos|q|quality|iw|sref|cref|oref|sw|cw|ow|no|tile|weird|w|raw|style|seed|stop|p|profile|draft|exp|turbo|fast|relax|repeat|r|video|motion|bs|loop|hd|sd'
const flag = new RegExp(`(?:^|\\s)--(${flagNames})(?=\\s|$)`, 'i')
const job = /\s*\bJob ID:\s*([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\s*$/i

/** Midjourney and Niji: the prompt with its flags as description, ended by a job number. */
export const midjourney: Parser = {
  name: 'midjourney',
  read(found) {
    const written = text(found.text('description', 'imagedescription'))
    const id = job.exec(written ?? '')?.[1]
    if (!written || !(id || (flag.test(written) && isDownload(found)))) return null
    const prompt = written.replace(job, '').trim()
    const flags = flagsOf(prompt)
    const niji = flags.has('niji')
    const version = flags.get('niji') || flags.get('v') || flags.get('version')
    return {
      generator: niji ? 'niji' : 'midjourney',
      generatorVersion: version,
      model: [niji ? 'Niji' : 'Midjourney', version].filter(Boolean).join(' '),
      prompt,
      negativePrompt: flags.get('no'),
      seed: seed(flags.get('seed')),
      ai: true,
      extra: { jobId: id, author: text(found.text('author')), flags: Object.fromEntries(flags) },
      where: found.where('description', 'imagedescription'),
    }
  },
}

/** Its files name an author and a time, and IPTC's digital image GUID is the job number. */
function isDownload(found: Found): boolean {
  return (
    found.text('author') !== undefined ||
    [...found.xmp.keys()].some((name) => /DigImageGUID/i.test(name)) ||
    /midjourney/i.test(found.exif.software ?? found.text('software') ?? '')
  )
}

function flagsOf(prompt: string): Map<string, string> {
  const flags = new Map<string, string>()
  for (const part of prompt.split(/(?:^|\s)--(?=[a-z])/i).slice(1)) {
    const [name, ...value] = part.trim().split(/\s+/)
    if (name) flags.set(name.toLowerCase(), value.join(' '))
  }
  return flags
}
