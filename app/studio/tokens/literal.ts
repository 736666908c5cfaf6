/**
 * A text as a template that makes exactly this text: what would be read as a sign of the
 * grammar gets a backslash.
 */
export function literal(text: string) {
  return text
    .replace(/\\(?=__|[{}|$#%\\ ])/g, '\\\\')
    .replace(/[{}]/g, '\\$&')
    .replace(/__(?=[~@!]?[A-Za-z0-9])/g, '\\__')
    .replace(/^(\s*)#/gm, '$1\\#')
}
