import { emptyContainer, type Container } from '#library/metadata/containers/container'

/** Size of a Windows or OS/2 bitmap; a negative height means top-down. */
export function readBmp(file: Buffer): Container {
  const old = file.readUInt32LE(14) === 12
  const width = old ? file.readUInt16LE(18) : Math.abs(file.readInt32LE(18))
  const height = old ? file.readUInt16LE(20) : Math.abs(file.readInt32LE(22))
  return { ...emptyContainer(), width, height }
}

/** Size of the largest picture of an icon or cursor; 0 stands for 256. */
export function readIco(file: Buffer): Container {
  const icon = emptyContainer()
  const count = Math.min(file.readUInt16LE(4), 256)
  for (let index = 0; index < count && 22 + index * 16 <= file.length; index++) {
    const width = file[6 + index * 16] || 256
    const height = file[7 + index * 16] || 256
    if (width * height <= (icon.width ?? 0) * (icon.height ?? 0)) continue
    icon.width = width
    icon.height = height
  }
  return icon
}

/** Size and length from the main header of an AVI. */
export function readAvi(head: Buffer): Container {
  const avi = emptyContainer()
  const at = head.indexOf('avih', 12, 'latin1')
  if (at < 0 || at + 48 > head.length) return { ...avi, warnings: ['The AVI has no header.'] }
  const frames = head.readUInt32LE(at + 24)
  avi.width = head.readUInt32LE(at + 40)
  avi.height = head.readUInt32LE(at + 44)
  avi.duration = (head.readUInt32LE(at + 8) * frames) / 1e6 || undefined
  avi.frames = frames || undefined
  return avi
}
