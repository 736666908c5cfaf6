import type { Operation } from '#api/operation'
import { assetOperations } from '#api/operations/assets'
import { curationOperations } from '#api/operations/curation'
import { duplicateOperations } from '#api/operations/duplicates'
import { jobOperations } from '#api/operations/jobs'
import { manualOperations } from '#api/operations/manual'
import { peopleOperations } from '#api/operations/people'
import { sharingOperations } from '#api/operations/sharing'
import { studioOperations } from '#api/operations/studio'
import { upkeepOperations } from '#api/operations/upkeep'

/** Every operation by the name of its route. A route without one is refused. */
export const allOperations: Record<string, Operation> = {
  ...assetOperations,
  ...curationOperations,
  ...duplicateOperations,
  ...jobOperations,
  ...manualOperations,
  ...peopleOperations,
  ...sharingOperations,
  ...studioOperations,
  ...upkeepOperations,
}

export function operationOf(routeName?: string): Operation | undefined {
  return routeName === undefined ? undefined : allOperations[routeName]
}
