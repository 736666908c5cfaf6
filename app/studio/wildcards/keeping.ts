import { readFile } from 'node:fs/promises'
import type { MultipartFile } from '@adonisjs/core/bodyparser'
import { errors } from '@vinejs/vine'
import db from '@adonisjs/lucid/services/db'
import type User from '#accounts/models/user'
import Wildcard from '#studio/models/wildcard'
import { TemplateError } from '#studio/expanding'
import { readLines, type WildcardText } from '#studio/tokens/wildcard_lists'
import { mostLines, wildcardName } from '#studio/wildcards/files'

/** Throws at the field where the name is taken or a line cannot be read. */
export async function createWildcard(text: WildcardText, by: User) {
  refuseUnreadable(text)
  await refuseTaken(text.name)
  return Wildcard.create({ ...text, ownerId: by.id })
}

export async function updateWildcard(wildcard: Wildcard, text: WildcardText) {
  refuseUnreadable(text)
  await refuseTaken(text.name, wildcard.id)
  return wildcard.merge(text).save()
}

/** Takes text files in by their names, all of them or none. */
export async function takeInFiles(files: MultipartFile[], by: User) {
  const texts: WildcardText[] = []
  for (const file of files) {
    const name = file.clientName.replace(/\.txt$/i, '').replace(/[^\w.-]+/g, '-')
    if (!wildcardName.test(name)) refuse('files', `“${file.clientName}” is no name for a wildcard.`)
    texts.push({ name, body: decoded(await readFile(file.tmpPath!), file.clientName) })
  }
  for (const text of texts) {
    refuseUnreadable(text, 'files')
    await refuseTaken(text.name, 0, 'files')
  }
  await db.transaction((trx) =>
    Wildcard.createMany(
      texts.map((text) => ({ ...text, ownerId: by.id })),
      { client: trx }
    )
  )
  return texts.map(({ name }) => name)
}

function refuseUnreadable(text: WildcardText, field = 'body') {
  try {
    const { length } = readLines(text)
    if (length <= mostLines) return
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error
    refuse(field, error.message)
  }
  refuse(field, `A wildcard may have ${mostLines.toLocaleString('en')} lines at most.`)
}

async function refuseTaken(name: string, except = 0, field = 'name') {
  const other = await Wildcard.query().where('name', name).whereNot('id', except).first()
  if (other)
    refuse(field, `There is a wildcard “${name}” already: edit that one, or take another name.`)
}

function decoded(bytes: Buffer, name: string) {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return refuse('files', `“${name}” is no UTF-8 text: save it as that and try again.`)
  }
}

function refuse(field: string, message: string): never {
  throw new errors.E_VALIDATION_ERROR([{ field, rule: 'wildcard', message }])
}
