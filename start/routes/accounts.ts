import router from '@adonisjs/core/services/router'
import { controllers } from '#generated/controllers'
import { middleware } from '#start/kernel'

const { Confirmations, Invitations, Keys, OwnKeys, OwnSessions, RecoveryCodes, SecondFactors } =
  controllers.accounts

/** For anybody who holds the link. */
router
  .group(() => {
    router.get('/:token', [Invitations, 'show']).as('show')
    router.post('/:token', [Invitations, 'store']).as('store')
  })
  .prefix('/invitations')
  .as('accounts.invitations')

router
  .group(() => {
    router.get('/setup', [controllers.accounts.Setups, 'create']).as('setups.create')
    router.post('/setup', [controllers.accounts.Setups, 'store']).as('setups.store')
    router.get('/login', [controllers.accounts.Sessions, 'create']).as('sessions.create')
    router.post('/login', [controllers.accounts.Sessions, 'store']).as('sessions.store')
    router.get('/login/code', [controllers.accounts.Codes, 'create']).as('codes.create')
    router.post('/login/code', [controllers.accounts.Codes, 'store']).as('codes.store')
  })
  .as('accounts')
  .use(middleware.guest())

router
  .group(() => {
    router.post('/logout', [controllers.accounts.Sessions, 'destroy']).as('sessions.destroy')
    router.get('/profile', [controllers.accounts.Profiles, 'edit']).as('profile.edit')
    router.post('/profile', [controllers.accounts.Profiles, 'update']).as('profile.update')
    router.get('/confirm', [Confirmations, 'create']).as('confirmations.create')
    router.post('/confirm', [Confirmations, 'store']).as('confirmations.store')
    router
      .post('/profile/sessions/:handle/end', [OwnSessions, 'destroy'])
      .as('own_sessions.destroy')
    router.get('/profile/keys', [Keys, 'index']).as('keys.index')
    router.get('/profile/key-bindings', [OwnKeys, 'edit']).as('own_keys.edit')
    router.put('/profile/key-bindings', [OwnKeys, 'update']).as('own_keys.update')
    router.delete('/profile/key-bindings', [OwnKeys, 'destroy']).as('own_keys.destroy')
    router
      .group(() => {
        router.get('/second-factor', [SecondFactors, 'create']).as('second_factors.create')
        router.post('/second-factor', [SecondFactors, 'store']).as('second_factors.store')
        router
          .post('/second-factor/remove', [SecondFactors, 'destroy'])
          .as('second_factors.destroy')
        router.post('/recovery-codes', [RecoveryCodes, 'store']).as('recovery_codes.store')
        router.post('/keys', [Keys, 'store']).as('keys.store')
        router.post('/keys/:id/revoke', [Keys, 'destroy']).as('keys.destroy')
      })
      .prefix('/profile')
      .use(middleware.confirmed())
  })
  .as('accounts')
  .use(middleware.auth())

const { AllKeys, AuditEvents, Disablings, Resets, Users } = controllers.accounts

router
  .group(() => {
    router.get('/users', [Users, 'index']).as('users.index')
    router.get('/keys', [AllKeys, 'index']).as('all_keys.index')
    router.get('/audit', [AuditEvents, 'index']).as('audit_events.index')
    router.get('/audit.jsonl', [AuditEvents, 'show']).as('audit_events.show')
    router
      .group(() => {
        router.post('/users', [Users, 'store']).as('users.store')
        router.post('/users/:id', [Users, 'update']).as('users.update')
        router.post('/users/:id/reset', [Resets, 'store']).as('resets.store')
        router.post('/users/:id/disable', [Disablings, 'store']).as('disablings.store')
        router.post('/users/:id/enable', [Disablings, 'destroy']).as('disablings.destroy')
        router.post('/keys/:id/revoke', [AllKeys, 'destroy']).as('all_keys.destroy')
      })
      .use(middleware.confirmed())
  })
  .prefix('/admin')
  .as('accounts')
  .use(middleware.auth())
