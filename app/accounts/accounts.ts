import User, { type Role } from '#accounts/models/user'

let setUp = false

/** Whether anybody has an account yet; asked on every anonymous request, so a yes is remembered. */
export async function isSetUp() {
  setUp ||= !!(await User.query().select('id').first())
  return setUp
}

export async function createUser(details: {
  email: string
  fullName: string
  password: string
  role: Role
}) {
  return User.create(details)
}
