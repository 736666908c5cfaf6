import { listSessions } from '#accounts/own_sessions'
import { recoveryCodesLeft } from '#accounts/second_factor'
import type User from '#accounts/models/user'

/** What the page of one's own account shows. */
export async function profileOf(user: User, sessionId: string) {
  return {
    sessions: await listSessions(user, sessionId),
    codesLeft: user.hasSecondFactor ? await recoveryCodesLeft(user) : 0,
  }
}
