import { errors } from '@adonisjs/lucid'
import type User from '#accounts/models/user'
import { TemplateError } from '#studio/expanding'
import Wildcard from '#studio/models/wildcard'
import { previewOf } from '#studio/previewing'
import { readLines } from '#studio/tokens/wildcard_lists'
import { findWildcards } from '#studio/wildcards/finding'
import { usesOf } from '#studio/wildcards/usage'

const linesShown = 200

/** Everything the page of a wildcard shows, wherever it is written; E_ROW_NOT_FOUND where there is none. */
export async function wildcardPage(name: string, viewer: User) {
  const [text] = await findWildcards(name)
  if (!text) throw new errors.E_ROW_NOT_FOUND()
  const [wildcard, uses, preview] = await Promise.all([
    Wildcard.findBy('name', name),
    usesOf(name, viewer),
    previewOf({ ...drawing, prompt: `__${name}__` }, []),
  ])
  const lines = text.body.split(/\r?\n/)
  return {
    ...text,
    wildcard,
    uses,
    preview,
    values: countValues(text),
    shown: lines.slice(0, linesShown).join('\n'),
    hidden: Math.max(0, lines.length - linesShown),
  }
}

const drawing = {
  negativePrompt: '',
  parameters: {},
  mode: 'random' as const,
  seed: 'wildcard',
  seedPolicy: 'random' as const,
  count: 6,
  variables: {},
}

/** Null where a line cannot be read, which the preview says. */
function countValues(text: { name: string; body: string }) {
  try {
    return readLines(text).length
  } catch (error) {
    if (error instanceof TemplateError) return null
    throw error
  }
}
