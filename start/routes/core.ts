import router from '@adonisjs/core/services/router'

router.on('/').redirect('library.assets.index').as('home')
