/**
 * In how many ways `least` to `most` positions can be taken of a list in order, each
 * once, where position i comes in `counts[i]` forms: the sum of k! times the elementary
 * symmetric polynomial of degree k. Equal counts are taken together by the binomial
 * theorem, so that long lists of plain words cost nothing.
 */
export function pickings(counts: bigint[], least: number, most: number) {
  if (least === 1 && most === 1) return counts.reduce((sum, count) => sum + count, 0n)
  const repeats = new Map<bigint, number>()
  for (const count of counts) repeats.set(count, (repeats.get(count) ?? 0) + 1)
  let symmetric = [1n]
  for (const [count, times] of repeats) {
    symmetric = multiplied(symmetric, binomial(count, times, most), most)
  }
  let total = 0n
  let factorial = 1n
  for (let taken = 0; taken <= most; taken++) {
    if (taken) factorial *= BigInt(taken)
    if (taken >= least) total += factorial * symmetric[taken]
  }
  return total
}

/** The first coefficients of (1 + count·x)^times. */
function binomial(count: bigint, times: number, degree: number) {
  const coefficients = [1n]
  for (let power = 1; power <= Math.min(degree, times); power++) {
    const before = coefficients[power - 1]
    coefficients.push((before * count * BigInt(times - power + 1)) / BigInt(power))
  }
  return coefficients
}

function multiplied(one: bigint[], other: bigint[], degree: number) {
  const length = Math.min(one.length + other.length - 1, degree + 1)
  const result = Array<bigint>(length).fill(0n)
  for (const [left, factor] of one.entries()) {
    for (let right = 0; right < other.length && left + right < length; right++) {
      result[left + right] += factor * other[right]
    }
  }
  return result
}
