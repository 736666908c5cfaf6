import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join, resolve } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Where a program lies on this machine, or null. */
export function findProgram(name: string): string | null {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    if (folder && existsSync(join(folder, name))) return resolve(folder, name)
  }
  return null
}

const ffmpeg = findProgram('ffmpeg')
const ffprobe = findProgram('ffprobe')
const prlimit = findProgram('prlimit')

/** Which of the programs that decode what sharp cannot are not on this machine. */
export function missingPrograms() {
  const found = { ffmpeg, ffprobe, magick: findProgram('magick') }
  return Object.entries(found).flatMap(([name, path]) => (path ? [] : [name]))
}

/** The containers a video may be. Playlists are not among them: they name other files. */
const containers =
  'mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpeg,mpegts,ogg,asf,flv,mp3,wav,flac,aac,aiff'
const confined = ['-format_whitelist', containers, '-protocol_whitelist', 'file']

export interface Stream {
  width?: number
  height?: number
  /** Degrees clockwise the player turns the picture. */
  rotation?: number
  /** Seconds. */
  duration?: number
  /** There is sound in it, and no picture. */
  onlySound?: boolean
}

/** Size and length of a video or a sound; empty where ffprobe is not installed or cannot read it. */
export async function probe(path: string): Promise<Stream> {
  if (!ffprobe) return {}
  const shown = 'stream=codec_type,width,height:stream_side_data=rotation:format=duration'
  const args = [...confined, '-v', 'error', '-show_entries', shown, '-of', 'json', `file:${path}`]
  const found = await runLimited(ffprobe, args).then(
    ({ stdout }) => JSON.parse(stdout.toString()),
    () => ({})
  )
  const streamOf = (type: string) => found.streams?.find((one: any) => one.codec_type === type)
  const picture = streamOf('video')
  const duration = Number(found.format?.duration)
  return {
    width: picture?.width,
    height: picture?.height,
    rotation: picture?.side_data_list?.find((side: any) => side.rotation !== undefined)?.rotation,
    duration: Number.isFinite(duration) ? duration : undefined,
    onlySound: !picture && !!streamOf('audio'),
  }
}

/** One frame of a video as PNG, from its first tenth. Throws with what ffmpeg says. */
export async function posterFrame(path: string, duration = 0): Promise<Buffer> {
  if (!ffmpeg) throw new Error('no preview: ffmpeg is not installed')
  const at = String(Math.min(3, duration / 10).toFixed(2))
  const frame = await grabFrame(path, ['-ss', at])
  return frame.length ? frame : grabFrame(path, [])
}

async function grabFrame(path: string, seek: string[]) {
  const scale = "scale='min(2048,iw)':'min(2048,ih)':force_original_aspect_ratio=decrease"
  const { stdout } = await runLimited(ffmpeg!, [
    ...['-nostdin', '-hide_banner', '-v', 'error', '-threads', '1'],
    ...['-max_alloc', '536870912', ...confined, ...seek, '-i', `file:${path}`],
    ...['-an', '-sn', '-dn', '-frames:v', '1', '-vf', scale],
    ...['-f', 'image2pipe', '-c:v', 'png', '-'],
  ])
  return stdout
}

/** Turns a picture sharp cannot read into PNG, with whichever program of this machine can. */
export async function toPng(path: string, mime: string): Promise<Buffer> {
  const ways = [byFfmpeg(path, mime), byMagick(path, mime)].filter((way) => way !== null)
  if (!ways.length) throw new Error(`no preview: no program for ${mime} is installed`)
  let reason: unknown
  for (const [program, args] of ways) {
    try {
      const { stdout } = await runLimited(program, args)
      if (stdout.length) return stdout
    } catch (error) {
      reason = error
    }
  }
  throw new Error(
    `no preview: ${mime} could not be converted (${(reason as Error)?.message ?? 'nothing came out'})`
  )
}

function byFfmpeg(path: string, mime: string): [string, string[]] | null {
  const demuxer = { 'image/bmp': 'bmp_pipe', 'image/jxl': 'jpegxl_pipe' }[mime]
  if (!ffmpeg || !demuxer) return null
  return [
    ffmpeg,
    [
      ...['-nostdin', '-hide_banner', '-v', 'error', '-threads', '1', '-max_alloc', '536870912'],
      ...['-protocol_whitelist', 'file', '-f', demuxer, '-i', `file:${path}`],
      ...['-frames:v', '1', '-f', 'image2pipe', '-c:v', 'png', '-'],
    ],
  ]
}

function byMagick(path: string, mime: string): [string, string[]] | null {
  const magick = findProgram('magick')
  const format = { 'image/bmp': 'bmp', 'image/heic': 'heic', 'image/jxl': 'jxl' }[mime]
  if (!magick || !format) return null
  const limits = ['-limit', 'memory', '512MiB', '-limit', 'map', '512MiB', '-limit', 'disk', '0']
  return [magick, [...limits, `${format}:${path}[0]`, 'png:-']]
}

/** Runs a media program under limits of memory, processor time and wall clock. */
async function runLimited(program: string, args: string[]) {
  const limits = ['--as=1500000000', '--cpu=15', '--core=0', '--']
  const command = prlimit ? [prlimit, ...limits, program, ...args] : [program, ...args]
  const options = {
    encoding: 'buffer',
    timeout: 15_000,
    killSignal: 'SIGKILL',
    maxBuffer: 128 * 1024 * 1024,
  } as const
  return run(command[0], command.slice(1), options).catch((error) => {
    throw new Error(said(error))
  })
}

/** What the program itself said, without its addresses in memory. */
function said(error: any) {
  if (error.killed) return 'it took longer than 15 s'
  const lines = String(error.stderr).trim().split('\n')
  return (
    lines[0].replace(/ @ 0x[0-9a-f]+/g, '').slice(0, 200) ||
    `it ended with ${error.code ?? error.signal}`
  )
}
