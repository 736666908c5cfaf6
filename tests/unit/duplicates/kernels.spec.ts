import { test } from '@japa/runner'
import { compileKernels } from '../../../bin/build_kernels.js'
import { binary } from '#duplicates/kernels/binary'

test.group('Duplicates / kernels', () => {
  test('the committed module is what its source compiles to', async ({ assert }) => {
    assert.isTrue(binary.equals(await compileKernels()), 'run npm run build:kernels')
  })
})
