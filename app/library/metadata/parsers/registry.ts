import { a1111 } from '#library/metadata/parsers/a1111'
import { caption } from '#library/metadata/parsers/caption'
import { civitai } from '#library/metadata/parsers/civitai'
import { comfyui } from '#library/metadata/parsers/comfyui/comfyui'
import { declared } from '#library/metadata/parsers/declared'
import { described } from '#library/metadata/parsers/described'
import { drawThings } from '#library/metadata/parsers/draw_things'
import { dreamstudio } from '#library/metadata/parsers/dreamstudio'
import { easyDiffusion } from '#library/metadata/parsers/easy_diffusion'
import { fooocus } from '#library/metadata/parsers/fooocus'
import { fooocusMre } from '#library/metadata/parsers/fooocus_mre'
import { hfSpace } from '#library/metadata/parsers/hf_space'
import { invokeai } from '#library/metadata/parsers/invokeai'
import { libraryJson } from '#library/metadata/parsers/library_json'
import { metahub } from '#library/metadata/parsers/metahub'
import { mflux } from '#library/metadata/parsers/mflux'
import { midjourney } from '#library/metadata/parsers/midjourney'
import { novelai } from '#library/metadata/parsers/novelai'
import { ruinedFooocus } from '#library/metadata/parsers/ruined_fooocus'
import { stabilityMatrix } from '#library/metadata/parsers/stability_matrix'
import { studio } from '#library/metadata/parsers/studio'
import { swarmui } from '#library/metadata/parsers/swarmui'
import { tensorart } from '#library/metadata/parsers/tensorart'
import type { Parser } from '#library/metadata/parsers/parser'

/** Who ordered a picture knows best how it was made; the program that made it fills in the rest. */
export const orders: Parser[] = [studio]

/**
 * The order decides: formats with unmistakable marks come before those that
 * share a chunk with others. The first that knows the file names the generator.
 */
export const generators: Parser[] = [
  novelai,
  drawThings,
  invokeai,
  tensorart,
  stabilityMatrix,
  metahub,
  civitai,
  fooocus,
  easyDiffusion,
  swarmui,
  comfyui,
  ruinedFooocus,
  mflux,
  fooocusMre,
  hfSpace,
  dreamstudio,
  a1111,
  midjourney,
  libraryJson,
]

/** These add what the generator did not say. */
export const supplements: Parser[] = [declared, described, caption]
