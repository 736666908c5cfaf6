import { decimal } from '#studio/money'
import type { Spending, SpendingBy } from '#studio/spending/report'

/** The report as a spreadsheet reads it. */
export function spendingCsv(by: SpendingBy, rows: Spending[]) {
  const lines = rows.map(({ label, currency, spent, promised, items }) =>
    [label, currency, decimal(spent), decimal(promised), items].map(cell).join(',')
  )
  return [`${by},currency,spent,promised,items`, ...lines, ''].join('\r\n')
}

/** What begins like a formula would be one in a spreadsheet. */
function cell(value: string | number) {
  const text = typeof value === 'string' && /^[=+@\t\r]|^-\D/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(String(text)) ? `"${String(text).replaceAll('"', '""')}"` : String(text)
}
