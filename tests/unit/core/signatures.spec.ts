import { setTimeout as delay } from 'node:timers/promises'
import app from '@adonisjs/core/services/app'
import { drivers, Encryption } from '@adonisjs/core/encryption'
import { test } from '@japa/runner'
import { rememberSignatures } from '#core/signatures'

test.group('Remembered signatures', () => {
  const verifierOf = async (key = 'a secret that is long enough') => {
    const config = await drivers.aes256gcm({ keys: [key], id: 'gcm' }).resolver(app)
    return new Encryption(config).getMessageVerifier()
  }
  const remembering = async () => {
    const verifier = await verifierOf()
    rememberSignatures(verifier)
    return verifier
  }

  test('are what they would be, whether remembered or not', async ({ assert }) => {
    const verifier = await remembering()
    const plain = await verifierOf()
    const signature = plain.sign('ada', undefined, 'session')
    assert.equal(verifier.unsign(signature, 'session'), 'ada')
    assert.equal(verifier.sign('ada', undefined, 'session'), signature)
    assert.equal(verifier.sign('ada', undefined, 'session'), signature)
    assert.equal(verifier.unsign(signature, 'session'), 'ada')
  })

  test('let nothing through that was not signed for it', async ({ assert }) => {
    const verifier = await remembering()
    const signature = verifier.sign('ada', undefined, 'session')
    const stranger = await verifierOf('another secret, as long')
    const other = stranger.sign('ada', undefined, 'session')
    assert.isNull(verifier.unsign(signature, 'other'))
    assert.isNull(verifier.unsign(signature))
    assert.isNull(verifier.unsign(`${signature}x`, 'session'))
    assert.isNull(verifier.unsign(other, 'session'))
  })

  test('end when they were to end', async ({ assert }) => {
    const verifier = await remembering()
    const signature = verifier.sign('ada', 40, 'session')
    assert.equal(verifier.unsign(signature, 'session'), 'ada')
    await delay(60)
    assert.isNull(verifier.unsign(signature, 'session'))
  })
})
