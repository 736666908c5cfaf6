import { readMetadata, readSidecars, withSidecars } from '#library/metadata/reading'

/** Answers each path sent to it with what is known of that file, or a sentence why not. */
process.on('message', async (path: string) => {
  const answer = await read(path).then(
    (file) => ({ ...file, chunks: [] }),
    (error: NodeJS.ErrnoException) => `The file could not be read (${error.code ?? error.message}).`
  )
  process.send!(answer)
})

async function read(path: string) {
  const file = await readMetadata({ path })
  return file.kind ? withSidecars(file, await readSidecars(path)) : file
}

process.on('disconnect', () => process.exit())
