import { binary } from '#duplicates/kernels/binary'

/** What assembly/ exports. Addresses are byte offsets into `memory`. */
export interface Kernels {
  memory: { buffer: ArrayBuffer; grow(pages: number): number }
  toLuma(pixels: number, count: number, channels: number, values: number): void
  sumUp(values: number, width: number, height: number, sums: number): void
  boxAverage(
    sums: number,
    width: number,
    height: number,
    left: number,
    top: number,
    right: number,
    bottom: number,
    columns: number,
    rows: number,
    window: number,
    band: number,
    means: number
  ): void
  laplacianVariance(values: number, width: number, height: number): number
  transform(means: number, cosines: number, between: number, frequencies: number): void
  preparePart(
    square: number,
    left: number,
    top: number,
    right: number,
    bottom: number,
    between: number,
    to: number
  ): void
  agreement(a: number, b: number): number
  joinWithin(
    hashes: number,
    count: number,
    words: number,
    limit: number,
    work: number,
    output: number,
    capacity: number
  ): void
  scanWithin(
    hashes: number,
    from: number,
    count: number,
    words: number,
    query: number,
    limit: number,
    first: number,
    output: number,
    capacity: number
  ): void
}

/** TypeScript knows this only together with all of the browser. */
declare const WebAssembly: {
  Module: new (binary: Uint8Array) => object
  Instance: new (module: object, imports: object) => { exports: object }
}

const compiled = new WebAssembly.Module(binary)

/** Kernels with a memory of their own, given back when nothing refers to them. `take` receives found pairs. */
export function createKernels(take: (count: number) => void = () => {}): Kernels {
  const instance = new WebAssembly.Instance(compiled, { host: { take } })
  return instance.exports as Kernels
}

/** Makes room for `size` bytes at the end of the memory and returns their address, 16-byte aligned. */
export function reserve({ memory }: Kernels, size: number): number {
  const address = memory.buffer.byteLength
  memory.grow(Math.ceil(size / 65_536))
  return address
}
