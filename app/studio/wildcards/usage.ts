import db from '@adonisjs/lucid/services/db'
import type User from '#accounts/models/user'
import { TemplateError } from '#studio/expanding'
import Template from '#studio/models/template'
import { parseTemplate } from '#studio/tokens/parsing'
import { wildcardPaths } from '#studio/tokens/wildcard_lists'
import { matching } from '#studio/wildcards/finding'

const mostRead = 500

/** The templates this person sees, and the wildcards, that draw from this wildcard; those of the last 500 that name any. */
export async function usesOf(name: string, viewer: User) {
  const [templates, wildcards] = await Promise.all([
    db
      .from('template_versions as v')
      .join('templates as t', 't.id', 'v.template_id')
      .whereRaw(
        'v.number = (SELECT max(number) FROM template_versions WHERE template_id = v.template_id)'
      )
      .whereIn(
        't.id',
        Template.query()
          .withScopes((scopes) => scopes.visibleTo(viewer))
          .select('templates.id')
      )
      .whereRaw(`v.prompt || v.negative_prompt || v.parameters LIKE '%\\_\\_%' ESCAPE '\\'`)
      .orderBy('t.id', 'desc')
      .limit(mostRead)
      .select('t.id', 't.name', 'v.prompt', 'v.negative_prompt', 'v.parameters'),
    db
      .from('wildcards')
      .whereRaw(`body LIKE '%\\_\\_%' ESCAPE '\\'`)
      .whereNot('name', name)
      .orderBy('name')
      .limit(mostRead)
      .select('name', 'body'),
  ])
  const named = (...texts: string[]) => texts.some((text) => names(text, name))
  return {
    templates: templates
      .filter((row) => named(row.prompt, row.negative_prompt, ...textsIn(row.parameters)))
      .map((row) => ({ id: row.id as number, name: row.name as string })),
    wildcards: wildcards
      .filter((row) => named(...row.body.split('\n')))
      .map((row) => row.name as string),
  }
}

function names(text: string, name: string) {
  if (!text.includes('__')) return false
  try {
    return wildcardPaths(parseTemplate(text, null)).some((path) => matching(path)(name))
  } catch (error) {
    if (error instanceof TemplateError) return false
    throw error
  }
}

function textsIn(parameters: string) {
  return Object.values(JSON.parse(parameters)).filter((value) => typeof value === 'string')
}
