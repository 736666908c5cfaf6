import type { Facts } from '#library/metadata/facts'
import type { Found } from '#library/metadata/found'

/** The one face of all generation parsers: facts, or null when the file is not of this format. */
export interface Parser {
  name: string
  /** Where the facts came from is added by the registry unless `where` says it better. */
  read(found: Found): (Facts & { where?: string }) | null
}
