import { openApiDocument } from '#api/openapi'

/** What the API is, for programs: there is nothing of anybody in it, so anybody may read it. */
export default class DocumentsController {
  show() {
    return openApiDocument()
  }
}
