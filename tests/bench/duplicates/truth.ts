import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import sharp from 'sharp'
import { hashPixels, squareOf } from '#duplicates/hashing'
import { findMatches } from '#duplicates/matching'
import type { Comparable } from '#duplicates/pairs/judging'
import { presetWith } from '#duplicates/presets'
import { applyEdit, edits } from './edits.js'
import { writeNegatives } from './negatives.js'

/** Files with what they truly are: `base` says which picture, null is one that has no copies. */
export interface Truth {
  folder: string
  files: { path: string; base: number | null; edit: string | null }[]
  bases: number
}

const corpus = resolve('../shared/corpora/open')
const smallestSide = 300
/** A picture of less entropy than this (bits a pixel) is one colour. */
const plain = 0.5

/** Every different picture of a folder of at least 300 px, in 22 edits, beside pictures that show next to nothing. */
export async function makeTruth(folder: string, photos: string | undefined, share: number) {
  const originals = await differentPictures(photos)
  const chosen = originals.slice(0, Math.max(10, Math.ceil(originals.length * share)))
  await mkdir(folder, { recursive: true })
  const truth: Truth = { folder, files: [], bases: chosen.length }
  const todo = chosen.flatMap((from, base) => edits.map((edit) => ({ from, base, edit })))
  const work = async () => {
    for (let next = todo.pop(); next; next = todo.pop()) {
      const { from, base, edit } = next
      const stem = join(
        folder,
        `${String(base).padStart(4, '0')}-${edit.name.replace(/\W+/g, '_')}`
      )
      const path = await applyEdit(edit, from, stem)
      truth.files.push({ path, base, edit: edit.name })
    }
  }
  for (const [base, from] of chosen.entries()) truth.files.push({ path: from, base, edit: null })
  await Promise.all([work(), work()])
  for (const path of await writeNegatives(folder)) {
    truth.files.push({ path, base: null, edit: null })
  }
  return truth
}

async function differentPictures(photos: string | undefined) {
  if (!photos && !existsSync(corpus)) throw new Error('no pictures: give --photos DIR')
  const paths = photos ? await filesBelow(resolve(photos)) : await corpusPictures()
  const seen: { path: string; picture: Comparable }[] = []
  for (const path of paths) {
    const picture = await look(path)
    if (picture && Math.min(picture.width, picture.height) >= smallestSide) {
      seen.push({ path, picture })
    }
  }
  // Only what is the same beyond doubt is left out, so that false matches of originals still count.
  const pictures = seen.map(({ picture }) => picture)
  const again = new Set(
    findMatches(pictures, presetWith('strict', undefined, true)).map(({ second }) => second)
  )
  return seen.filter((_, id) => !again.has(id)).map(({ path }) => path)
}

/** The different pictures of the corpora: of each known group one. */
async function corpusPictures() {
  const { files } = JSON.parse(await readFile(join(corpus, 'manifest.json'), 'utf8'))
  const groups = new Set<string>()
  return (files as { kind: string; path: string; expected: { group?: string } }[])
    .filter(({ kind }) => ['near-duplicates', 'generation-metadata'].includes(kind))
    .filter(({ expected: { group } }) => !group || (!groups.has(group) && groups.add(group)))
    .map(({ path }) => join(corpus, path))
}

async function filesBelow(folder: string) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
  return paths.sort((a, b) => (basename(a) < basename(b) ? -1 : 1))
}

/** Null where it is no picture that can be edited. */
async function look(path: string): Promise<Comparable | null> {
  try {
    const { autoOrient, pages, format } = await sharp(path).metadata()
    const { entropy } = await sharp(path).stats()
    if ((pages ?? 1) > 1 || format === 'svg' || entropy < plain) return null
    const { data, info } = await sharp(path, { failOn: 'warning' })
      .autoOrient()
      .resize({ width: 320, height: 320, fit: 'inside', withoutEnlargement: true })
      .toColourspace('srgb')
      .raw()
      .toBuffer({ resolveWithObject: true })
    const pixels = { data, width: info.width, height: info.height, channels: info.channels }
    const fingerprint = hashPixels(pixels)
    return { ...autoOrient, sha256: fingerprint.pixels, fingerprint, square: squareOf(pixels) }
  } catch {
    return null
  }
}
