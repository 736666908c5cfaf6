import asc from 'assemblyscript/asc'
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { argv } from 'node:process'

const folder = fileURLToPath(new URL('../app/duplicates/kernels/', import.meta.url))

/** Compiles the AssemblyScript in app/duplicates/kernels/assembly. Throws with what the compiler says. */
export async function compileKernels(): Promise<Buffer> {
  let binary = Buffer.alloc(0)
  const { error, stderr } = await asc.main(
    'assembly/index.ts --outFile kernels.wasm --runtime stub -O3 --noAssert --enable simd'
      .split(' ')
      .concat(['--baseDir', folder]),
    {
      writeFile: (_name: string, contents: string | Uint8Array) => {
        binary = Buffer.from(contents as Uint8Array)
      },
    }
  )
  if (error) throw new Error(`${error.message}\n${stderr.toString()}`)
  return binary
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  const binary = await compileKernels()
  const lines = binary.toString('base64').match(/.{1,90}/g)!
  writeFileSync(
    `${folder}binary.ts`,
    [
      '/** assembly/*.ts, compiled by `npm run build:kernels`. */',
      'export const binary = Buffer.from(',
      `  [\n${lines.map((line) => `    '${line}',`).join('\n')}\n  ].join(''),`,
      "  'base64'",
      ')',
      '',
    ].join('\n')
  )
}
