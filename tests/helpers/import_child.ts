/**
 * Takes in one file in a process of its own, which a fail point may kill:
 * import_child.ts <file> <user id> [in_place <folder id> | replace <asset id>].
 */
process.env.NODE_ENV = 'test'

import { createReadStream } from 'node:fs'
import { basename } from 'node:path'
import { createIgnitor } from '../../bin/ignitor.js'

const [file, userId, way, id] = process.argv.slice(2)
const app = createIgnitor().createApp('console')
await app.init()
await app.boot()
await app.start(() => {})

const { importInPlace, importStaged } = await import('#library/importing/importing')
const { replaceFile } = await import('#library/importing/replacing')
const { stageStream } = await import('#library/importing/staging')
const { default: Asset } = await import('#library/models/asset')
const { default: SourceFolder } = await import('#library/models/source_folder')
const { default: User } = await import('#accounts/models/user')

const owner = await User.findOrFail(userId)
const options = { owner, visibility: 'everyone' as const, tags: ['Fox'] }
if (way === 'in_place') {
  await importInPlace(await SourceFolder.findOrFail(id), basename(file), options)
} else {
  const { path } = await stageStream(createReadStream(file), 1e9)
  const staged = { path, name: 'fox.png' }
  if (way === 'replace') await replaceFile(await Asset.findOrFail(id), staged, owner)
  else await importStaged(staged, options)
}
process.exit(0)
