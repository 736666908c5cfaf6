import axe, { type AxeResults } from 'axe-core'
import type { BrowserContext, Page } from 'playwright'
import { castPassword } from '#tests/helpers/cast'

/** What the browser refused or complained about, over everything a context opened. */
export interface Complaints {
  violations: string[]
  errors: string[]
}

/** Collects breaches of the content security policy and script errors of every page of a context. */
export async function watchComplaints(context: BrowserContext): Promise<Complaints> {
  const complaints: Complaints = { violations: [], errors: [] }
  await context.exposeFunction('reportViolation', (text: string) =>
    complaints.violations.push(text)
  )
  await context.addInitScript(`
    document.addEventListener('securitypolicyviolation', (event) => {
      reportViolation([event.violatedDirective, event.blockedURI, event.sourceFile].join(' '))
    })
  `)
  context.on('weberror', (error) => complaints.errors.push(error.error().message))
  return complaints
}

/** Fills in the form people fill in. */
export async function loginAs(page: Page, user: { email: string }, origin = originOf()) {
  await page.goto(`${origin}/login`)
  await page.getByLabel('E-mail').fill(user.email)
  await page.getByLabel('Password').fill(castPassword)
  await page.locator('main button.primary').click()
  await page.waitForURL((url) => url.pathname !== '/login')
}

export function originOf() {
  return `http://${process.env.HOST}:${process.env.PORT}`
}

/** What axe-core finds wrong with the page as it is now: all its rules, best practices included, or only some. */
export async function barriers(page: Page, name: string, rules?: string[]) {
  const before = await page.evaluate('typeof axe')
  if (before === 'undefined') await page.evaluate(axe.source)
  const options = { resultTypes: ['violations'], ...(rules && { runOnly: rules }) }
  const { violations } = await page.evaluate<AxeResults>(
    `axe.run(document, ${JSON.stringify(options)})`
  )
  return violations.map(
    ({ id, nodes }) => `${name} ${id}: ${nodes.map((node) => node.target.join(' ')).join(' | ')}`
  )
}
