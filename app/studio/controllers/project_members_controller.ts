import type { HttpContext } from '@adonisjs/core/http'
import { notify } from '#core/htmx'
import { removeMember, setMember } from '#studio/projects/members'
import { findProject } from '#studio/projects/projects'
import { memberRemovalValidator, memberValidator } from '#studio/projects/validators'
import ProjectPolicy from '#studio/policies/project_policy'

export default class ProjectMembersController {
  async store(ctx: HttpContext) {
    const { params, userId, canEdit } = await ctx.request.validateUsing(memberValidator)
    const project = await findProject(ctx.auth.user!, params.id)
    await ctx.bouncer.with(ProjectPolicy).authorize('edit', project)
    await setMember(project, userId, !!canEdit, actor(ctx))
    notify(ctx, { text: canEdit ? 'May order now' : 'May look now' })
    return ctx.response.redirect().toRoute('studio.projects.edit', [project.id])
  }

  async destroy(ctx: HttpContext) {
    const { params } = await ctx.request.validateUsing(memberRemovalValidator)
    const project = await findProject(ctx.auth.user!, params.id)
    await ctx.bouncer.with(ProjectPolicy).authorize('edit', project)
    await removeMember(project, params.userId, actor(ctx))
    notify(ctx, { text: 'No longer a member. What they ordered stays.' })
    return ctx.response.redirect().toRoute('studio.projects.edit', [project.id])
  }
}

const actor = ({ auth, request }: HttpContext) => ({ by: auth.user!, ip: request.ip() })
