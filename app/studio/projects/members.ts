import db from '@adonisjs/lucid/services/db'
import { audit } from '#accounts/audit'
import User from '#accounts/models/user'
import type Project from '#studio/models/project'
import { shareWithMember, unshareWithMember } from '#studio/projects/sharing'

export interface Member {
  userId: number
  fullName: string
  canEdit: boolean
}

/** What this person may do as a member, or null for who is none; the owner is not among the members. */
export async function membership(project: Project, user: User) {
  const row = await db
    .from('project_members')
    .where({ project_id: project.id, user_id: user.id })
    .first()
  return row ? { canEdit: !!row.can_edit } : null
}

/** The members by name. */
export async function membersOf(project: Project): Promise<Member[]> {
  const rows = await db
    .from('project_members as m')
    .join('users as u', 'u.id', 'm.user_id')
    .where('m.project_id', project.id)
    .orderByRaw('lower(u.full_name), u.id')
    .limit(500)
    .select('u.id as userId', 'u.full_name as fullName', 'm.can_edit as canEdit')
  return rows.map((row) => ({ ...row, canEdit: !!row.canEdit }))
}

/** Who could become a member. */
export function othersThan(project: Project): Promise<{ id: number; fullName: string }[]> {
  return db
    .from('users')
    .whereNull('disabled_at')
    .whereNot('id', project.ownerId)
    .whereNotExists((member) =>
      member
        .from('project_members')
        .where('project_id', project.id)
        .whereColumn('user_id', 'users.id')
    )
    .orderByRaw('lower(full_name), id')
    .limit(500)
    .select('id', 'full_name as fullName') as any
}

type Actor = { by?: User; ip?: string }

/** Makes somebody a member, or changes what a member may. Members see what was made for the project. */
export function setMember(project: Project, userId: number, canEdit: boolean, actor: Actor = {}) {
  return db.transaction(async (trx) => {
    const key = { project_id: project.id, user_id: userId }
    const before = await trx.from('project_members').where(key).first()
    if (before && !!before.can_edit === canEdit) return
    if (before) await trx.from('project_members').where(key).update({ can_edit: canEdit })
    else await trx.table('project_members').insert({ ...key, can_edit: canEdit })
    await shareWithMember(trx, project, userId)
    const { email } = await User.findOrFail(userId, { client: trx })
    const details = { with: email, may: canEdit ? 'order' : 'look' }
    await audit('share.changed', { ...actor, trx, ...auditSubject(project), details })
  })
}

/** What the person ordered stays in the project, and theirs. */
export function removeMember(project: Project, userId: number, actor: Actor = {}) {
  return db.transaction(async (trx) => {
    const key = { project_id: project.id, user_id: userId }
    const deleted = await trx.from('project_members').where(key).delete()
    if (Number(deleted) === 0) return
    await unshareWithMember(trx, project, userId)
    const { email } = await User.findOrFail(userId, { client: trx })
    const details = { 'no longer with': email }
    await audit('share.changed', { ...actor, trx, ...auditSubject(project), details })
  })
}

const auditSubject = ({ id, name }: Project) => ({
  subjectKind: 'project',
  subjectId: id,
  subject: name,
})
