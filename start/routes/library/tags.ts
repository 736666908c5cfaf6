import router from '@adonisjs/core/services/router'
import { controllers } from '#generated/controllers'
import { middleware } from '#start/kernel'

router
  .group(() => {
    router.get('/', [controllers.library.Tags, 'index']).as('tags.index')
    router
      .get('/completions', [controllers.library.TagCompletions, 'index'])
      .as('tag_completions.index')
    router.delete('/unused', [controllers.library.UnusedTags, 'destroy']).as('unused_tags.destroy')
    router.get('/:id/edit', [controllers.library.Tags, 'edit']).as('tags.edit')
    router.put('/:id', [controllers.library.Tags, 'update']).as('tags.update')
    router.delete('/:id', [controllers.library.Tags, 'destroy']).as('tags.destroy')
    router.post('/:id/aliases', [controllers.library.TagAliases, 'store']).as('tag_aliases.store')
    router
      .delete('/:id/aliases/:slug', [controllers.library.TagAliases, 'destroy'])
      .as('tag_aliases.destroy')
    router
      .get('/:id/merges/create', [controllers.library.TagMerges, 'create'])
      .as('tag_merges.create')
    router.post('/:id/merges', [controllers.library.TagMerges, 'store']).as('tag_merges.store')
  })
  .prefix('/tags')
  .where('id', router.matchers.number())
  .as('library')
  .use(middleware.auth())
