import { prettyPrintError } from '@adonisjs/core'
import { Refusal } from '#core/refusal'

/** Ends a program that could not start: with one sentence where a setting is at fault, else with the whole error. */
export async function fail(error: any) {
  process.exitCode = Refusal.exitCode
  if (error instanceof Refusal) return console.error(error.message)
  if (error.code === 'E_INVALID_ENV_VARIABLES') return console.error(settingsSentence(error))
  process.exitCode = 1
  await prettyPrintError(error)
}

function settingsSentence(error: { help: string }) {
  const reasons = error.help.replace(/^- /gm, '').split('\n').join('; ')
  return `A setting cannot be used: ${reasons}. Correct it in .env (\`npm start\` writes one with an APP_KEY where there is none).`
}
