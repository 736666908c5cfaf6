import router from '@adonisjs/core/services/router'
import { controllers } from '#generated/controllers'
import { middleware } from '#start/kernel'

const { Previews, TemplateFavourites, TemplateFiles, TemplateParameters, Templates } =
  controllers.studio

router
  .group(() => {
    router.get('/', [Templates, 'index']).as('templates.index')
    router.post('/', [Templates, 'store']).as('templates.store')
    router.get('/create', [Templates, 'create']).as('templates.create')
    router.get('/parameters', [TemplateParameters, 'index']).as('template_parameters.index')
    router.post('/previews', [Previews, 'store']).as('previews.store')
    router.post('/file', [TemplateFiles, 'store']).as('template_files.store')
    router.get('/:id', [Templates, 'show']).as('templates.show')
    router.get('/:id/edit', [Templates, 'edit']).as('templates.edit')
    router.put('/:id', [Templates, 'update']).as('templates.update')
    router.delete('/:id', [Templates, 'destroy']).as('templates.destroy')
    router.get('/:id/file', [TemplateFiles, 'show']).as('template_files.show')
    router.post('/:id/favourite', [TemplateFavourites, 'store']).as('template_favourites.store')
    router
      .delete('/:id/favourite', [TemplateFavourites, 'destroy'])
      .as('template_favourites.destroy')
  })
  .prefix('/templates')
  .where('id', router.matchers.number())
  .as('studio')
  .use(middleware.auth())
