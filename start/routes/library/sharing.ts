import router from '@adonisjs/core/services/router'
import { controllers } from '#generated/controllers'
import { middleware } from '#start/kernel'

const {
  Locks,
  SharedItems,
  SharedOriginals,
  SharedPages,
  SharedPeople,
  SharedThumbnails,
  ShareLinks,
  Sharings,
} = controllers.library

router
  .group(() => {
    router.get('/:place/:id/sharing', [Sharings, 'show']).as('sharings.show')
    router.post('/:place/:id/sharing', [ShareLinks, 'store']).as('share_links.store')
    router.post('/:place/:id/people', [SharedPeople, 'store']).as('shared_people.store')
    router
      .post('/:place/:id/people/:userId/end', [SharedPeople, 'destroy'])
      .as('shared_people.destroy')
    router.post('/:place/:id/lock', [Locks, 'store']).as('locks.store')
    router.delete('/:place/:id/lock', [Locks, 'destroy']).as('locks.destroy')
    router.get('/profile/links', [ShareLinks, 'index']).as('share_links.index')
    router.post('/profile/links/:id/revoke', [ShareLinks, 'destroy']).as('share_links.destroy')
  })
  .where('place', /^(library|collections)$/)
  .where('id', router.matchers.number())
  .as('library')
  .use(middleware.auth())

/** For anybody who holds the link. */
router
  .group(() => {
    router.get('/', [SharedPages, 'show']).as('show')
    router.post('/', [SharedPages, 'store']).as('store')
    router.get('/items/:id', [SharedItems, 'show']).as('items.show')
    router.get('/thumbnails/:id/:size', [SharedThumbnails, 'show']).as('thumbnails.show')
    router.get('/originals/:id', [SharedOriginals, 'show']).as('originals.show')
  })
  .prefix('/s/:token')
  .where('id', router.matchers.number())
  .as('library.shared')
  .use(middleware.shareLink())
