import type { Open } from '#library/curation/changes'
import Asset from '#library/models/asset'
import { operationOf, orderOperations, type FileOperation } from '#duplicates/files/operations'

/** Writes down what makes the files of a change lie again as they lay before it. */
export async function reverseFiles(
  open: Open,
  { changeId, userId }: { changeId: string; userId: number }
) {
  const done = await open.trx
    .from('duplicate_file_operations')
    .where('change_id', changeId)
    .whereNotNull('done_at')
  for (const operation of done.map(operationOf)) {
    const asset = await Asset.find(operation.assetId, { client: open.trx })
    if (!asset || asset.deletedAt) continue
    await orderOperations(open, [{ ...reverseOf(operation), userId }])
  }
}

function reverseOf(operation: FileOperation): FileOperation {
  if (operation.verb === 'link') return { ...operation, verb: 'unlink' }
  const { from, to, place } = operation
  return { ...operation, from: to, to: from, place: { ...place!.former, former: null } }
}
