import type { Recipe } from '#studio/expanding'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { dataPath } from '#core/paths'
import type User from '#accounts/models/user'
import { newTemplate } from '#studio/templates/sources'
import { createTemplate } from '#studio/templates/templates'
import type { VersionFields } from '#studio/templates/recipes'

/** A recipe of a prompt alone, with all combinations, unless it says otherwise. */
export function recipeOf(prompt: string, more: Partial<Recipe> = {}): Recipe {
  return {
    prompt,
    negativePrompt: '',
    parameters: {},
    mode: 'combinatorial',
    seed: '1',
    seedPolicy: 'random',
    count: 1,
    variables: {},
    ...more,
  }
}

/** Puts wildcards into the data folder as text files. */
export async function writeWildcards(files: Record<string, string>) {
  for (const [name, body] of Object.entries(files)) {
    const path = dataPath('wildcards', `${name}.txt`)
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, body)
  }
}

/** A template everybody sees, of a prompt alone unless it says otherwise. */
export async function createTemplateOf(
  owner: User,
  {
    name = 'Animals',
    visibility = 'everyone' as 'everyone' | 'private',
    ...version
  }: Partial<VersionFields & { name: string; visibility: 'everyone' | 'private' }> = {}
) {
  const blank = await newTemplate(owner, { prompt: 'a {red|blue} fox' })
  const details = { ...blank, name, visibility, version: { ...blank.version, ...version } }
  return createTemplate(details, owner)
}
