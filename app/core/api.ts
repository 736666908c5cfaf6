import type { HttpContext } from '@adonisjs/core/http'

/** Whether this is the programs' door: bearer keys only, JSON only. Its manual is a page like others. */
export function isApi({ request }: Pick<HttpContext, 'request'>) {
  const path = request.url()
  return path.startsWith('/api/') && path !== '/api/docs'
}

/**
 * An error as programs read it (RFC 9457). A 422 names each field; the inside of a fault
 * is never told.
 */
export function problem(error: any, { request, response }: HttpContext) {
  const status = statusOf(error)
  const fault = status >= 500 && status !== 503
  response.status(status)
  response.header('Content-Type', 'application/problem+json; charset=utf-8')
  return response.send({
    type: 'about:blank',
    title: titles[status] ?? (fault ? 'Fault' : 'Refused'),
    status,
    detail: fault
      ? `Something went wrong here. What was saved before is kept. The log has it as ${request.id()}.`
      : detailOf(error, status),
    ...(Array.isArray(error?.messages) && { errors: error.messages.map(fieldOf) }),
  })
}

export function statusOf(error: any): number {
  const status = denialOf(error)?.status ?? error?.status
  return Number.isInteger(status) ? status : 500
}

export function messageOf(error: any): string {
  return denialOf(error)?.message ?? String(error?.message ?? '')
}

/** A policy may refuse with a status and a sentence of its own, as 423 where something is locked. */
function denialOf(error: any): { status?: number; message?: string } | undefined {
  return error?.code === 'E_AUTHORIZATION_FAILURE' ? error.response : undefined
}

const titles: Record<number, string> = {
  400: 'Not understood',
  401: 'No valid key',
  403: 'Not allowed',
  404: 'Not found',
  409: 'In conflict',
  412: 'Changed meanwhile',
  413: 'Too large',
  415: 'Wrong kind of content',
  422: 'Not valid',
  423: 'Locked',
  428: 'Condition missing',
  429: 'Too many requests',
  503: 'Busy',
}

function detailOf(error: any, status: number) {
  if (Array.isArray(error?.messages)) {
    return error.messages.map((each: any) => `${each.field}: ${each.message}`).join(' ')
  }
  return status === 404 ? 'That is gone, or it was never here.' : messageOf(error)
}

function fieldOf({ field, message, rule }: { field: string; message: string; rule: string }) {
  return { field, message, rule }
}
