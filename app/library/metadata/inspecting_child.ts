import { readMetadata } from '#library/metadata/reading'

/** Answers each path sent to it with what is known of that file, or a sentence why not. */
process.on('message', async (path: string) => {
  const answer = await readMetadata({ path }).then(
    (file) => ({ ...file, chunks: [] }),
    (error: NodeJS.ErrnoException) => `The file could not be read (${error.code ?? error.message}).`
  )
  process.send!(answer)
})
process.on('disconnect', () => process.exit())
