type Headers = Record<string, string>

/**
 * Somebody with a browser that keeps cookies and runs no scripts: what they post carries
 * the token of the page they got last. Redirects are not followed. Where the session
 * itself is tested, for the API client makes a new one for each request.
 */
export function createVisitor(origin = `http://${process.env.HOST}:${process.env.PORT}`) {
  const cookies = new Map<string, string>()
  let token = ''

  async function send(path: string, init: RequestInit & { headers?: Headers }) {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const headers = { Accept: 'text/html', Cookie: cookie, ...init.headers }
    const response = await fetch(origin + path, { ...init, headers, redirect: 'manual' })
    for (const line of response.headers.getSetCookie()) {
      const [, name, value] = line.match(/^([^=]+)=([^;]*)/)!
      cookies.set(name, value)
    }
    const text = await response.text()
    token = text.match(/name='_csrf' value='([^']+)'/)?.[1] ?? token
    return {
      status: response.status,
      headers: response.headers,
      location: response.headers.get('location'),
      text,
    }
  }

  return {
    cookies,
    get: (path: string, headers: Headers = {}) => send(path, { headers }),
    statusOf: async (path: string) => {
      const { status } = await send(path, {})
      return status
    },
    post: (path: string, fields: Headers, headers: Headers = {}) =>
      send(path, {
        method: 'POST',
        headers,
        body: new URLSearchParams({ _csrf: token, ...fields }),
      }),
  }
}

export type Visitor = ReturnType<typeof createVisitor>

/** A visitor on the way in; answers what the login form answered. */
export async function logIn(
  visitor: Visitor,
  email: string,
  password: string,
  headers: Headers = {}
) {
  await visitor.get('/login', headers)
  return visitor.post('/login', { email, password }, headers)
}
