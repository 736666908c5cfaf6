import router from '@adonisjs/core/services/router'
import { controllers } from '#generated/controllers'
import { middleware } from '#start/kernel'

router
  .group(() => {
    router.get('/library', [controllers.library.Assets, 'index']).as('assets.index')
    router.get('/library/facets', [controllers.library.Facets, 'index']).as('facets.index')
    router
      .get('/library/completions', [controllers.library.Completions, 'index'])
      .as('completions.index')
    router.get('/palette', [controllers.library.Palettes, 'show']).as('palettes.show')
    router.get('/library/slideshow', [controllers.library.Slideshows, 'show']).as('slideshows.show')
    router.post('/library/changes', [controllers.library.Changes, 'store']).as('changes.store')
    router
      .delete('/library/changes/:id', [controllers.library.Changes, 'destroy'])
      .as('changes.destroy')
  })
  .as('library')
  .use(middleware.auth())

router.get('/help', [controllers.library.Manuals, 'show']).as('help.index').use(middleware.auth())
