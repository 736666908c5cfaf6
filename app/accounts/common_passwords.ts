import { readFileSync } from 'node:fs'
import vine from '@vinejs/vine'
import type { FieldContext } from '@vinejs/vine/types'
import app from '@adonisjs/core/services/app'

/** So much of a password has to be left when the words that are known of its person are taken out. */
const shortestRest = 6

/** Known of everybody here. */
const houseWords = ['atelier']

/**
 * Why a password would be guessed at once, in a sentence; null where it would not. It is compared
 * without case with the 10,000 most used of eight characters and more (the list of zxcvbn-ts, MIT),
 * and with `words` that stand near: name and e-mail. It asks for no signs of any kind (OWASP ASVS
 * 5.0, 6.2.4, 6.2.5 and 6.2.11).
 */
export function passwordProblem(password: string, words: string[] = []) {
  const plain = password.toLowerCase()
  if (commonPasswords().has(plain)) {
    return 'This is one of the most used passwords, and guessed at once. Think of another.'
  }
  const known = [...houseWords, ...words.flatMap(partsOf)]
  const rest = known.reduce((left, word) => left.replaceAll(word, ''), plain)
  if (rest === plain || rest.length >= shortestRest) return null
  return 'This is little more than a name that stands near, and guessed soon. Think of another.'
}

/** As a rule: what is known of the person is in the same form, or given as `words`. */
export const uncommon = vine.createRule(
  (value: unknown, _options: undefined, field: FieldContext) => {
    const { data, meta } = field
    const near: unknown[] = [data.fullName, data.email, ...(meta.words ?? [])]
    const words = near.filter((word) => typeof word === 'string')
    const problem = typeof value === 'string' && passwordProblem(value, words)
    if (problem) field.report(problem, 'uncommon', field)
  }
)

let known: Set<string> | undefined

function commonPasswords() {
  const path = app.makePath('resources/common_passwords.txt')
  return (known ??= new Set(readFileSync(path, 'utf8').trimEnd().split('\n')))
}

/** 'Ada.Lovelace@example.com' is guessed as a whole and by its parts; the longest first, so that none hides another. */
function partsOf(words: string) {
  const whole = words.toLowerCase()
  const parts = [whole, ...whole.split(/[^\p{L}\p{N}]+/u)].filter((part) => part.length >= 3)
  return parts.sort((one, other) => other.length - one.length)
}
