import { prettyPrintError } from '@adonisjs/core'
import { Refusal } from '#core/refusal'

/** Ends a program that could not start: with one sentence where a setting is at fault, else with the whole error. */
export async function fail(error: any) {
  process.exitCode = isRefusal(error) ? Refusal.exitCode : 1
  if (!isRefusal(error)) return prettyPrintError(error)
  console.error(error instanceof Refusal ? error.message : settingsSentence(error))
}

export function isRefusal(error: any) {
  return error instanceof Refusal || error.code === 'E_INVALID_ENV_VARIABLES'
}

function settingsSentence(error: { help: string }) {
  const reasons = error.help.replace(/^- /gm, '').split('\n').join('; ')
  return `A setting cannot be used: ${reasons}. Correct it in .env (\`npm start\` writes one with an APP_KEY where there is none).`
}
