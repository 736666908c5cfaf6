import { fieldsAbove } from '#start/search'
import { choices } from '#library/search/fields/choices'
import { collection } from '#library/search/fields/collections'
import { captured, dates } from '#library/search/fields/dates'
import type { Field } from '#library/search/fields/field'
import { samePrompt, sameSeed } from '#library/search/fields/kin'
import { laterFields } from '#library/search/fields/later'
import { loras } from '#library/search/fields/loras'
import { rating } from '#library/search/fields/marks'
import { names } from '#library/search/fields/names'
import { numbers } from '#library/search/fields/numbers'
import { choiceNamed, promptChoice } from '#library/search/fields/prompt_choices'
import { ratio, shownHeight, shownWidth } from '#library/search/fields/shape'
import { size } from '#library/search/fields/sizes'
import { absences, possessions, states } from '#library/search/fields/states'
import { tag } from '#library/search/fields/tags'
import { texts } from '#library/search/fields/texts'
import { extension, type } from '#library/search/fields/types'

/** Every field of the language, in the order it is offered. A new one is a line here. */
// prettier-ignore
export const fields: Record<string, Field> = {
  tag,
  rating,
  is: choices(states, { label: 'Is', help: 'favorite, untagged, broken, trashed …', example: 'is:favorite' }),
  in: collection,

  model: names('a.model', { label: 'Model', help: 'model, or part of its name', counted: 'model', example: 'model:flux' }),
  lora: loras,
  vae: names('a.vae', { label: 'VAE', help: 'VAE, or part of its name', counted: 'vae', example: 'vae:ft-mse' }),
  sampler: names('a.sampler', { label: 'Sampler', help: 'sampler, or part of its name', counted: 'sampler', example: 'sampler:euler' }),
  scheduler: names('a.scheduler', { label: 'Scheduler', help: 'scheduler, or part of its name', counted: 'scheduler', example: 'scheduler:karras' }),
  generator: names('a.generator', { label: 'Generator', help: 'program that made it', counted: 'generator', example: 'generator:comfyui' }),
  seed: names('a.seed', { label: 'Seed', help: 'seed, or its beginning with *', example: 'seed:1234567890', whole: true }),
  steps: numbers('a.steps', { label: 'Steps', help: 'number of steps', example: 'steps:20..30' }),
  cfg: numbers('a.cfg_scale', { label: 'CFG', help: 'guidance scale', example: 'cfg:>=7' }),
  denoise: numbers('a.denoise', { label: 'Denoise', help: 'denoising strength', example: 'denoise:<0.5' }),

  prompt: texts('prompt', { label: 'Prompt', help: 'words of the prompt', example: 'prompt:"red fox"' }),
  neg: texts('negative_prompt', { label: 'Negative prompt', help: 'words of the negative prompt', example: 'neg:blurry' }),
  choice: promptChoice(null),
  notes: texts('notes', { label: 'Notes', help: 'words of the notes', example: 'notes:print' }),
  name: texts('file_name', { label: 'File name', help: 'words of the file name', example: 'name:0001*' }),
  path: names('a.path', { label: 'Path', help: 'part of the path', example: 'path:2026/march' }),

  date: captured,
  added: dates('created_at', { label: 'Added', help: 'when it came into the library', example: 'added:7d' }),
  edited: dates('edited_at', { label: 'Edited', help: 'when somebody last changed it', example: 'edited:today' }),

  type,
  ext: extension,
  width: numbers(shownWidth, { label: 'Width', help: 'pixels', example: 'width:>=1024' }),
  height: numbers(shownHeight, { label: 'Height', help: 'pixels', example: 'height:1024' }),
  mp: numbers('a.width * a.height / 1000000.0', { label: 'Megapixels', help: 'megapixels', example: 'mp:>=2', approximate: true }),
  ratio,
  size,
  duration: numbers('a.duration', { label: 'Duration', help: 'length, in seconds or with s, m, h', example: 'duration:1m..5m', units: { s: 1, m: 60, h: 3600 }, approximate: true }),

  has: choices(possessions, { label: 'Has', help: 'prompt, workflow, seed, gps …', example: 'has:workflow' }),
  missing: choices(absences, { label: 'Missing', help: 'thumb, metadata …', example: 'missing:metadata' }),
  sameprompt: samePrompt,
  sameseed: sameSeed,
  ...fieldsAbove,
  ...laterFields,
}

/** Other names that people know a field by. */
const aliases: Record<string, string> = {
  negative: 'neg',
  note: 'notes',
  file: 'name',
  gen: 'generator',
  w: 'width',
  h: 'height',
  tags: 'tag',
  collection: 'in',
  album: 'in',
}

/** A field by its name or another name for it; choices have as many names as people give them. */
export function fieldNamed(name: string) {
  const choice = choiceNamed.exec(name)
  if (choice) return { name, field: promptChoice(choice[1]) }
  const known = Object.hasOwn(aliases, name) ? aliases[name] : name
  return Object.hasOwn(fields, known) ? { name: known, field: fields[known] } : null
}
