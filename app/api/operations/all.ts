import type { Operation } from '#api/operation'
import { assetOperations } from '#api/operations/assets'
import { jobOperations } from '#api/operations/jobs'
import { manualOperations } from '#api/operations/manual'

/** Every operation by the name of its route. A route without one is refused. */
export const allOperations: Record<string, Operation> = {
  ...assetOperations,
  ...jobOperations,
  ...manualOperations,
}

export function operationOf(routeName?: string): Operation | undefined {
  return routeName === undefined ? undefined : allOperations[routeName]
}
