import type { FakeAnswer, FakeRequest, Routes } from '#tests/fakes/server'

/** The same routes for whoever has the key; all others meet `refusal`, which may repeat what was given. */
export function guarded(
  routes: Routes,
  authorization: string,
  refusal: (given: string, route: string) => FakeAnswer
): Routes {
  return Object.fromEntries(
    Object.entries(routes).map(([route, answer]) => [
      route,
      (request: FakeRequest) => {
        const given = request.headers.authorization ?? ''
        return given === authorization ? answer(request) : refusal(given, route)
      },
    ])
  )
}
