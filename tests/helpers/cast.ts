import User, { type Role } from '#accounts/models/user'

export const castPassword = 'correct horse battery'

/**
 * The people of every test. `owner` is the administrator and owns what a test
 * makes unless it says otherwise; `stranger` has an account and nothing else:
 * what is private to others must look to them as if it were not there.
 */
export async function createCast() {
  return {
    owner: await person('owner', 'admin'),
    editor: await person('editor', 'editor'),
    viewer: await person('viewer', 'viewer'),
    stranger: await person('stranger', 'editor'),
  }
}

export type Cast = Awaited<ReturnType<typeof createCast>>

function person(name: string, role: Role) {
  const fullName = name[0].toUpperCase() + name.slice(1)
  return User.create({ email: `${name}@example.com`, fullName, password: castPassword, role })
}
