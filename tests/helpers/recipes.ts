import type { Recipe } from '#studio/expanding'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { dataPath } from '#core/paths'

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
