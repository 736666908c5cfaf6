import { number, own, text, wallClock } from '#library/metadata/values'
import { list, rating } from '#library/metadata/plain_facts'
import type { Found } from '#library/metadata/found'
import type { Parser } from '#library/metadata/parsers/parser'

/** What any program may have written in XMP, EXIF and IPTC: proposals for tags, rating and title, and dates. */
export const described: Parser = {
  name: 'described',
  read(found) {
    const { xmp, exif, iptc } = found
    const first = (...names: string[]) =>
      names.map((name) => text(xmp.get(name)?.[0])).find(Boolean)
    return {
      title: first('dc:title') ?? text(iptc.title) ?? text(exif.title),
      tags: tagsOf(found),
      rating: rating(first('xmp:Rating', 'xap:Rating')) ?? rating(exif.rating),
      capturedAt: dateOf(found),
      extra: aestheticScore(found),
      where: undefined,
    }
  },
}

function tagsOf({ xmp, iptc, exif }: Found): string[] {
  const hierarchical = (xmp.get('lr:hierarchicalSubject') ?? []).map((path) =>
    path.split('|').pop()!
  )
  const subjects = xmp.get('dc:subject') ?? []
  return list([
    ...subjects,
    ...iptc.keywords,
    ...list(exif.keywords),
    ...(subjects.length ? [] : hierarchical),
  ])
}

function dateOf(found: Found): string | undefined {
  const { xmp, iptc, exif } = found
  const names = [
    'exif:DateTimeOriginal',
    'photoshop:DateCreated',
    'xmp:CreateDate',
    'xap:CreateDate',
    'exif:DateTimeDigitized',
  ]
  for (const name of names) {
    const date = wallClock(xmp.get(name)?.[0])
    if (date) return date
  }
  const created = iptcDate(iptc.date, iptc.time)
  return (
    created ??
    wallClock(found.text('creation time', 'date:create', 'creation_time')) ??
    wallClock(exif.dateTime)
  )
}

function iptcDate(date = '', time = ''): string | undefined {
  const day = /^(\d{4})(\d\d)(\d\d)$/.exec(date)
  const clock = /^(\d\d)(\d\d)(\d\d)/.exec(time) ?? ['', '00', '00', '00']
  return day
    ? wallClock(`${day[1]}-${day[2]}-${day[3]} ${clock[1]}:${clock[2]}:${clock[3]}`)
    : undefined
}

function aestheticScore(found: Found) {
  const score = number(
    found.text('score', 'aesthetic_score') ?? own(found.object('aesthetic'), 'score')
  )
  return score === undefined ? undefined : { aestheticScore: score }
}
